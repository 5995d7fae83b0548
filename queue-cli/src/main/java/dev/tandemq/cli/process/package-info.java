/** Runs one command as a child process: what it is given, what it wrote, how it ended. */
@NullMarked
package dev.tandemq.cli.process;

import org.jspecify.annotations.NullMarked;
