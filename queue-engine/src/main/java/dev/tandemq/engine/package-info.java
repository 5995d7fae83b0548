/** Where a program begins: opens a connection, hands out queues and workers, closes all. */
@NullMarked
package dev.tandemq.engine;

import org.jspecify.annotations.NullMarked;
