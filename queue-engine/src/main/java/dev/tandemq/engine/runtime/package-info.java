/** Real clocks and real threads, the one place where they are named. */
@NullMarked
package dev.tandemq.engine.runtime;

import org.jspecify.annotations.NullMarked;
