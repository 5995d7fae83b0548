package dev.tandemq.cli.demo;

import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.util.List;

/** How the tour is shown. Safe for concurrent use. */
interface Show extends AutoCloseable {

  /**
   * Shows what happened.
   *
   * @throws IOException when standard output takes no more
   */
  void event(QueueEvent event) throws IOException;

  /**
   * Shows how the queue stands when all is over.
   *
   * @param failed the jobs that were set aside
   * @throws IOException when standard output takes no more
   */
  void end(QueueStats stats, List<JobView> failed) throws IOException;

  /** Shows nothing more, and leaves the terminal as it was. Idempotent. */
  @Override
  default void close() {}
}
