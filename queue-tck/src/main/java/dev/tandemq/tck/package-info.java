/** The contract kit: what a driver's author extends to hold a driver to the contract. */
@NullMarked
package dev.tandemq.tck;

import org.jspecify.annotations.NullMarked;
