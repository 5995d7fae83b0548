package dev.tandemq.cli.run;

import dev.tandemq.cli.report.FinishedJob;
import java.util.Optional;

/**
 * A job that has come to its end.
 *
 * @param sequence its place among all jobs, from 0 and without gaps
 * @param size bytes of its line that the window counts
 * @param job what there is to report; empty when another process has seen its end
 */
record Arrival(long sequence, long size, Optional<FinishedJob> job) {}
