/** Jobs and a cluster over the port of coordination stores. */
@NullMarked
package dev.tandemq.kv;

import org.jspecify.annotations.NullMarked;
