/** Decorators over the ports that bring in faults: for drivers' tests, users' tests, simulation. */
@NullMarked
package dev.tandemq.fault;

import org.jspecify.annotations.NullMarked;
