package dev.tandemq.kv.jobs;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands under the key of a job: while it lives, and for a while after its end. */
sealed interface Stored {

  /** The queue of the job. */
  String queue();

  /** How its newest claim was settled; null when none was. */
  @Nullable Settled settled();

  /**
   * How a claim was settled: asked again, the answer is the same.
   *
   * @param token of the claim
   * @param arrow that was asked for
   * @param result what was answered
   */
  record Settled(long token, Settle.Arrow arrow, SettleResult result) {}

  /**
   * A job that is gone.
   *
   * @param endedAt when, in the cluster's time
   */
  record Gone(String queue, long endedAt, @Nullable Settled settled) implements Stored {}

  /**
   * A job that lives. It is written anew by whoever moves it, guarded by the place that it leaves;
   * claims and extensions leave it as it is.
   *
   * @param body where its bytes are
   * @param uniqueKey its unique key, empty without
   * @param place where it stands, or stood before it was claimed
   * @param attempts spent since the last requeue
   * @param snoozes since the last requeue
   * @param readySince since when it is or will be ready, in the cluster's time
   * @param availableAt the same by the wall clock, in milliseconds; for people
   * @param history its latest attempts
   */
  record Live(
      String queue,
      Body body,
      int priority,
      int maxAttempts,
      Optional<String> uniqueKey,
      Place place,
      int attempts,
      int snoozes,
      long token,
      long readySince,
      long availableAt,
      @Nullable Settled settled,
      List<Attempt> history)
      implements Stored {

    /** Takes a copy of the history. */
    public Live {
      history = List.copyOf(history);
    }

    /** At another place, ready since then. */
    Live at(Place newPlace, long since, long wallMillis) {
      return new Live(
          queue,
          body,
          priority,
          maxAttempts,
          uniqueKey,
          newPlace,
          attempts,
          snoozes,
          token,
          since,
          wallMillis,
          settled,
          history);
    }

    /** After a claim with this token, which was settled so. */
    Live settledAs(long newToken, @Nullable Settled how) {
      return new Live(
          queue,
          body,
          priority,
          maxAttempts,
          uniqueKey,
          place,
          attempts,
          snoozes,
          newToken,
          readySince,
          availableAt,
          how,
          history);
    }

    /** With so many attempts and snoozes. */
    Live with(int newAttempts, int newSnoozes) {
      return new Live(
          queue,
          body,
          priority,
          maxAttempts,
          uniqueKey,
          place,
          newAttempts,
          newSnoozes,
          token,
          readySince,
          availableAt,
          settled,
          history);
    }

    /** With one more attempt in its history; the oldest goes when there are too many. */
    Live remembering(Attempt attempt) {
      List<Attempt> longer = new ArrayList<>(history);
      longer.add(attempt);
      int surplus = longer.size() - Attempt.MAX_KEPT;
      List<Attempt> kept = surplus > 0 ? longer.subList(surplus, longer.size()) : longer;
      return new Live(
          queue,
          body,
          priority,
          maxAttempts,
          uniqueKey,
          place,
          attempts,
          snoozes,
          token,
          readySince,
          availableAt,
          settled,
          kept);
    }

    /** Whether the unique key is this job's: a failed job has let it go. */
    boolean holdsKey() {
      return uniqueKey.isPresent() && place.kind() != Place.Kind.FAILED;
    }
  }

  /**
   * The bytes of a job, as its codec made them.
   *
   * @param inline the bytes; empty when they are in parts
   * @param nonce part of the names of the parts
   * @param parts how many there are; zero when the bytes are inline
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Body(byte[] inline, String nonce, int parts) {

    /** The keys of the parts, in order. */
    List<String> keys(Layout layout, JobId id) {
      List<String> keys = new ArrayList<>(parts);
      for (int i = 0; i < parts; i++) {
        keys.add(layout.part(id, nonce, i));
      }
      return keys;
    }
  }
}
