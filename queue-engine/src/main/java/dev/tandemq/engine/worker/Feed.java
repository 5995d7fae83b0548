package dev.tandemq.engine.worker;

import dev.tandemq.store.Settle;
import dev.tandemq.store.Turn;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where slots get their turns. The future fails; the method does not throw. */
interface Feed {

  /**
   * Settles, then claims.
   *
   * @param owed what the slot has to settle; at most one
   * @param want jobs that it can run; 0 or 1
   */
  CompletableFuture<Turn> turn(List<Settle> owed, int want);
}
