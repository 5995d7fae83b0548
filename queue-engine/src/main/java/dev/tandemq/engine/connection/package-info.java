/** What a connection to a store is made of, whether a node stands behind it or not. */
@NullMarked
package dev.tandemq.engine.connection;

import org.jspecify.annotations.NullMarked;
