/** Tests of the faults: each fate on each call of each port. */
@NullMarked
package dev.tandemq.fault;

import org.jspecify.annotations.NullMarked;
