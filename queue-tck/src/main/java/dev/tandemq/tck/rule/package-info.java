/** How a test says which rule of the contract it holds a store to. */
@NullMarked
package dev.tandemq.tck.rule;

import org.jspecify.annotations.NullMarked;
