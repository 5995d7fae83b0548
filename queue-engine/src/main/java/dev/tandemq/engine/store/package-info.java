/** Ways to call a store: errors unwrapped in one place, waiting with a bound, calls gathered. */
@NullMarked
package dev.tandemq.engine.store;

import org.jspecify.annotations.NullMarked;
