package dev.tandemq.engine.cluster;

import dev.tandemq.engine.connection.Roster;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.engine.upkeep.Upkeep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way of a node to rest, each step after the one before: the workers end while membership,
 * leadership and locks are kept; then the chores end, leadership and locks are given up, and the
 * node leaves. Every step is bounded in time, so a backend that is away holds nobody up.
 */
record Shutdown(
    Roster workers, Upkeep upkeep, Candidacy candidacy, NodeLocks locks, Attendance attendance) {

  /** Completes, never badly, when all of it is done or was tried. */
  CompletionStage<@Nullable Void> begin(Duration grace) {
    return Calls.of(() -> workers.stopAsync(grace))
        // What fails is a bug of one step; the others are owed all the same.
        .handle((report, thrown) -> null)
        .thenCompose(stopped -> upkeep.end())
        .thenCompose(ended -> both(candidacy.end(), locks.end()))
        .thenCompose(ended -> attendance.end())
        .handle((left, thrown) -> null);
  }

  private static CompletionStage<@Nullable Void> both(
      CompletionStage<@Nullable Void> one, CompletionStage<@Nullable Void> other) {
    return CompletableFuture.allOf(one.toCompletableFuture(), other.toCompletableFuture());
  }
}
