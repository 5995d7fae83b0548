/** The memory store under the contract kit, and stores that break one rule each. */
@NullMarked
package dev.tandemq.memory;

import org.jspecify.annotations.NullMarked;
