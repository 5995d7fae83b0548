package dev.tandemq.kv.roles;

import dev.tandemq.kv.port.Op;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What must be there, and stay as it is, for a role to write. Safe for concurrent use. */
interface Ground {

  /**
   * What is known of it; at once, but for the first time and after {@link #forget}. What is read
   * afterwards is no older.
   */
  CompletionStage<Known> known();

  /** A write was refused, perhaps because what is known is old: reads it anew the next time. */
  void forget();

  /**
   * What every write needs.
   *
   * @param checks that go along with it
   * @param floor as of {@link Facts}
   */
  record Known(List<Op> checks, long floor) {}
}
