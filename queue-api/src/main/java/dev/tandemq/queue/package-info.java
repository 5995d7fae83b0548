/** The queue as applications see it. */
@NullMarked
package dev.tandemq.queue;

import org.jspecify.annotations.NullMarked;
