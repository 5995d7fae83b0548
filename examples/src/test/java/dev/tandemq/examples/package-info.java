/** The programs, run. */
@NullMarked
package dev.tandemq.examples;

import org.jspecify.annotations.NullMarked;
