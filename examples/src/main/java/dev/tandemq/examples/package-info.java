/** One small program for each first use of a queue. */
@NullMarked
package dev.tandemq.examples;

import org.jspecify.annotations.NullMarked;
