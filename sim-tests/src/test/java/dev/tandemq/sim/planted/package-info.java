/**
 * Bugs from the field, planted into the shipped sources, and the simulation that must find each.
 */
@NullMarked
package dev.tandemq.sim.planted;

import org.jspecify.annotations.NullMarked;
