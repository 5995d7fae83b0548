package dev.tandemq.cli.demo;

import dev.tandemq.event.QueueEvent;
import dev.tandemq.store.QueueStats;
import java.io.IOException;

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
   * @throws IOException when standard output takes no more
   */
  void end(QueueStats stats) throws IOException;

  /** Shows nothing more, and leaves the terminal as it was. Idempotent. */
  @Override
  default void close() {}
}
