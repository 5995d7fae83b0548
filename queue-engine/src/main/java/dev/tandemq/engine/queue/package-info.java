/** The application's queue, over any store. */
@NullMarked
package dev.tandemq.engine.queue;

import org.jspecify.annotations.NullMarked;
