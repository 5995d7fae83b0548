/** The contract of {@code JobStore} as tests, one class per chapter of {@code docs/contract.md}. */
@NullMarked
package dev.tandemq.tck.store;

import org.jspecify.annotations.NullMarked;
