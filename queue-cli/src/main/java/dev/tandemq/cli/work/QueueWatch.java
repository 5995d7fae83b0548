package dev.tandemq.cli.work;

import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges how the queues stand from what the store answers, look by look: whether they are empty,
 * whether the store is lost and for how long; and says so every ten seconds. Decides by the moments
 * it is given and does nothing else. For one thread.
 */
final class QueueWatch {

  /** What is to be done after a look. */
  enum Verdict {
    GO_ON,
    DRAINED,
    GIVE_UP
  }

  private static final Duration SAY_EVERY = Duration.ofSeconds(10);

  private final String what;
  private final boolean isDraining;
  private final Optional<Duration> giveUpAfter;
  private final Consumer<String> say;
  private long saidAt;
  private boolean isLost;
  private long lostSince;

  /**
   * Makes a watch.
   *
   * @param what is asked and may be lost, in words
   * @param say takes a line for people
   * @param now the moment, in nanoseconds on a monotonic clock
   */
  QueueWatch(
      String what,
      boolean isDraining,
      Optional<Duration> giveUpAfter,
      Consumer<String> say,
      long now) {
    this.what = what;
    this.isDraining = isDraining;
    this.giveUpAfter = giveUpAfter;
    this.say = say;
    this.saidAt = now;
  }

  /** The store answered at that moment with how the queues stand, read in one step. */
  Verdict answered(List<QueueStats> stats, long now) {
    if (isLost) {
      isLost = false;
      say.accept(what + " answers again after " + seconds(now - lostSince));
      saidAt = now;
    }
    if (!isDraining) {
      return Verdict.GO_ON;
    }
    List<String> paused = new ArrayList<>();
    List<QueueStats> left = new ArrayList<>();
    for (QueueStats queue : stats) {
      if (queue.paused()) {
        paused.add(queue.queue() + " (" + inWords(List.of(queue)) + ")");
      } else if (queue.size() > 0) {
        left.add(queue);
      }
    }
    if (left.isEmpty()) {
      if (!paused.isEmpty()) {
        say.accept("paused, so taken for empty: " + String.join(", ", paused));
      }
      return Verdict.DRAINED;
    }
    if (isTimeToSay(now)) {
      String names = String.join(", ", left.stream().map(QueueStats::queue).toList());
      say.accept("waiting for " + inWords(left) + " in " + names);
    }
    return Verdict.GO_ON;
  }

  private static String inWords(List<QueueStats> queues) {
    return queues.stream().mapToLong(QueueStats::ready).sum()
        + " ready, "
        + queues.stream().mapToLong(QueueStats::delayed).sum()
        + " delayed, "
        + queues.stream().mapToLong(QueueStats::reserved).sum()
        + " reserved";
  }

  /** The store failed at that moment, or gave no answer until then. */
  Verdict failed(String why, long now) {
    if (!isLost) {
      isLost = true;
      lostSince = now;
      saidAt = now;
      say.accept(what + " is lost, trying again: " + why);
    }
    if (giveUpAfter.isPresent() && now - lostSince >= giveUpAfter.get().toNanos()) {
      say.accept(what + " was lost for " + seconds(now - lostSince) + ", giving up: " + why);
      return Verdict.GIVE_UP;
    }
    if (isTimeToSay(now)) {
      say.accept(what + " is lost for " + seconds(now - lostSince) + ", trying again: " + why);
    }
    return Verdict.GO_ON;
  }

  /** Whether the last look failed. */
  boolean isLost() {
    return isLost;
  }

  private boolean isTimeToSay(long now) {
    boolean isTime = now - saidAt >= SAY_EVERY.toNanos();
    if (isTime) {
      saidAt = now;
    }
    return isTime;
  }

  private static String seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds() + " s";
  }
}
