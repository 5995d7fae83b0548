/**
 * What {@code tandem doctor} looks at: probes of the machine and of the store, each over
 * surroundings that are handed in, so that a test can make each of them find something wrong.
 */
@NullMarked
package dev.tandemq.cli.doctor;

import org.jspecify.annotations.NullMarked;
