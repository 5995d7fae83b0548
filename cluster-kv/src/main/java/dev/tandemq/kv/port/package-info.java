/**
 * What cluster-kv asks of a coordination store; the adapters for etcd, Consul and ZooKeeper
 * implement it.
 */
@NullMarked
package dev.tandemq.kv.port;

import org.jspecify.annotations.NullMarked;
