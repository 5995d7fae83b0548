/** The port that keeps jobs: one narrow interface and the values that cross it. */
@NullMarked
package dev.tandemq.store;

import org.jspecify.annotations.NullMarked;
