/** The {@code tandem} command: what the user typed, checked and turned into settings. */
@NullMarked
package dev.tandemq.cli;

import org.jspecify.annotations.NullMarked;
