/** How the simulation is shown to people and to programs. */
@NullMarked
package dev.tandemq.cli.sim;

import org.jspecify.annotations.NullMarked;
