/** {@code tandem run}: one job per line, from standard input through the queue to the report. */
@NullMarked
package dev.tandemq.cli.run;

import org.jspecify.annotations.NullMarked;
