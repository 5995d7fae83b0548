package dev.tandemq.memory;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one queue, where each stands, and the counters. One method for each arrow of the life
 * cycle; each moves one job and its counters together. Guarded by the store's lock.
 */
final class MemoryQueue {

  private static final Failure NO_ERROR = new Failure("");

  final String name;
  final Hints hints;
  final Listeners room;

  private final ReadyLanes ready = new ReadyLanes();
  private final EntryHeap delayed = new EntryHeap();
  private final EntryHeap reserved = new EntryHeap();
  private final EntryList failed = new EntryList();
  private final Map<String, Entry> uniqueKeys = new HashMap<>();

  private long places;
  private long pushed;
  private long completed;
  private long removed;
  private long retried;
  private long retries;
  private long snoozed;
  private long rescued;
  private long bound;
  private boolean paused;
  private boolean flagged;
  private @Nullable Instant lastJobAt;
  private @Nullable Instant createdAt;

  MemoryQueue(String name, Hints hints, Listeners room) {
    this.name = name;
    this.hints = hints;
    this.room = room;
  }

  // ---- arrows into the queue

  /** The living job with the same unique key, if there is one. */
  @Nullable Entry twin(Job job) {
    return job.uniqueKey().map(uniqueKeys::get).orElse(null);
  }

  Optional<Entry> holder(String uniqueKey) {
    return Optional.ofNullable(uniqueKeys.get(uniqueKey));
  }

  boolean isBounded() {
    return bound > 0;
  }

  boolean hasRoomFor(int jobs) {
    return bound == 0 || size() + jobs <= bound;
  }

  private long size() {
    return (long) ready.size() + delayed.size() + reserved.size();
  }

  void put(Entry entry, Instant wall, long now) {
    entry.job.uniqueKey().ifPresent(key -> uniqueKeys.put(key, entry));
    pushed++;
    lastJobAt = wall;
    if (createdAt == null) {
      createdAt = wall;
    }
    again(entry, entry.job.delay().toNanos(), now);
  }

  // ---- the arrow to RESERVED

  /** The next job to claim, or null when there is none or the queue is paused. */
  @Nullable Entry nextReady() {
    return paused ? null : ready.first();
  }

  void claim(Entry entry, long leaseEnd, long token, String node, Instant wall) {
    ready.remove(entry);
    entry.state = JobState.RESERVED;
    entry.when = leaseEnd;
    entry.token = token;
    entry.node = node;
    entry.reservedAt = wall;
    reserved.add(entry);
  }

  void extend(Entry entry, long leaseEnd) {
    reserved.remove(entry);
    entry.when = leaseEnd;
    reserved.add(entry);
  }

  // ---- arrows from RESERVED; the caller has compared the token

  /**
   * Takes the arrow that the holder asked for.
   *
   * @return whether the job is gone
   */
  boolean settle(Entry entry, Settle settle, Instant wall, long now) {
    reserved.remove(entry);
    switch (settle.arrow()) {
      case COMPLETE -> {
        completed++;
        leave(entry);
        return true;
      }
      case DISCARD -> {
        return drop(entry);
      }
      case RETRY -> {
        return spend(entry, "retry", settle, wall, now);
      }
      case RELEASE -> {
        return spend(entry, "release", settle, wall, now);
      }
      case BURY -> {
        entry.spend(wall, "bury", settle.failure());
        fail(entry, now);
        return false;
      }
      case SNOOZE -> {
        if (entry.isCancelled) {
          return drop(entry);
        }
        snoozed++;
        entry.snoozes++;
        again(entry, settle.delay().toNanos(), now);
        return false;
      }
      case HAND_BACK -> {
        if (entry.isCancelled) {
          return drop(entry);
        }
        entry.state = JobState.READY;
        ready.putBack(entry);
        tellReady();
        return false;
      }
    }
    throw new IllegalStateException("unknown arrow " + settle.arrow());
  }

  private boolean spend(Entry entry, String end, Settle settle, Instant wall, long now) {
    entry.spend(wall, end, settle.failure());
    return tryAgain(entry, settle.delay().toNanos(), now);
  }

  /**
   * After an attempt was spent: back into line while attempts are left and nobody cancelled it.
   *
   * @return whether the job is gone
   */
  private boolean tryAgain(Entry entry, long delay, long now) {
    if (!entry.hasAttemptsLeft()) {
      fail(entry, now);
      return false;
    }
    if (entry.isCancelled) {
      return drop(entry);
    }
    retries++;
    if (entry.attempts == 1) {
      retried++;
    }
    again(entry, delay, now);
    return false;
  }

  /** The job, in no state any more, is gone and counts as removed. */
  private boolean drop(Entry entry) {
    removed++;
    leave(entry);
    return true;
  }

  /** To the tail of READY, or to DELAYED. */
  private void again(Entry entry, long delay, long now) {
    entry.place = ++places;
    if (delay > 0) {
      entry.state = JobState.DELAYED;
      entry.when = now + delay;
      delayed.add(entry);
      hints.due(nextMoment());
    } else {
      makeReady(entry, now);
    }
  }

  private void makeReady(Entry entry, long since) {
    entry.state = JobState.READY;
    entry.readySince = since;
    ready.addLast(entry);
    tellReady();
  }

  private void tellReady() {
    if (!paused) {
      hints.fire();
    }
  }

  private void tellRoom() {
    if (room.isArmed() && hasRoomFor(1)) {
      room.fire();
    }
  }

  private void fail(Entry entry, long now) {
    entry.state = JobState.FAILED;
    entry.when = now;
    entry.isCancelled = false;
    // A failed job may wait for somebody's decision for weeks; its key is free for a new one.
    entry.job.uniqueKey().ifPresent(key -> uniqueKeys.remove(key, entry));
    failed.addLast(entry);
    tellRoom();
  }

  // ---- what time does

  /** Promotes the earliest delayed job that is due. */
  boolean promoteOne(long now) {
    Entry entry = delayed.firstDue(now);
    if (entry == null) {
      return false;
    }
    delayed.remove(entry);
    entry.place = ++places;
    makeReady(entry, entry.when);
    return true;
  }

  /** The reservation whose lease ran out first; null when all hold. */
  @Nullable Entry firstOverdue(long now) {
    return reserved.firstDue(now);
  }

  /**
   * Rescues a reservation whose lease ran out.
   *
   * @return whether the job is gone
   */
  boolean rescue(Entry entry, Instant wall, long now) {
    reserved.remove(entry);
    rescued++;
    entry.spend(wall, "rescue", NO_ERROR);
    return tryAgain(entry, 0, now);
  }

  boolean hasDue(long now) {
    return delayed.firstDue(now) != null || reserved.firstDue(now) != null;
  }

  /** Whether a claim right now would get something. */
  boolean hasClaimable(long now) {
    return !paused && (ready.first() != null || hasDue(now));
  }

  /**
   * When next time will make a job claimable: the entry that comes first, or null. None does while
   * the queue is paused, whatever becomes due.
   */
  @Nullable Entry nextMoment() {
    if (paused) {
      return null;
    }
    Entry due = delayed.first();
    Entry end = reserved.first();
    if (due == null || end == null) {
      return due == null ? end : due;
    }
    return due.when - end.when <= 0 ? due : end;
  }

  // ---- arrows by the operator's hand

  /** FAILED to READY; refused when the state is another or the unique key is taken. */
  boolean requeue(Entry entry, long now) {
    if (entry.state != JobState.FAILED || twin(entry.job) != null) {
      return false;
    }
    entry.job.uniqueKey().ifPresent(key -> uniqueKeys.put(key, entry));
    failed.remove(entry);
    entry.attempts = 0;
    entry.snoozes = 0;
    again(entry, 0, now);
    return true;
  }

  void remove(Entry entry) {
    switch (entry.state) {
      case READY -> ready.remove(entry);
      case DELAYED -> delayed.remove(entry);
      case RESERVED -> reserved.remove(entry);
      case FAILED -> failed.remove(entry);
    }
    drop(entry);
  }

  private void leave(Entry entry) {
    entry.job.uniqueKey().ifPresent(key -> uniqueKeys.remove(key, entry));
    tellRoom();
  }

  @Nullable Entry oldestFailed() {
    return failed.first();
  }

  int failedCount() {
    return failed.size();
  }

  void pause(boolean wanted, long now) {
    paused = wanted;
    flagged = true;
    if (hasClaimable(now)) {
      hints.fire();
    } else {
      hints.due(nextMoment());
    }
  }

  void bound(long wanted) {
    bound = wanted;
    flagged = true;
    tellRoom();
  }

  // ---- questions

  /** Whether it ever held a job or a flag; a queue that was only listened to is not shown. */
  boolean isKnown() {
    return createdAt != null || flagged;
  }

  void forEach(JobState state, Consumer<Entry> action) {
    switch (state) {
      case READY -> ready.forEach(action);
      case DELAYED -> delayed.forEach(action);
      case RESERVED -> reserved.forEach(action);
      case FAILED -> failed.forEach(action);
    }
  }

  QueueStats stats() {
    return new QueueStats(
        name,
        ready.size(),
        delayed.size(),
        reserved.size(),
        failed.size(),
        pushed,
        completed,
        removed,
        retried,
        retries,
        snoozed,
        rescued,
        paused,
        bound,
        Optional.ofNullable(lastJobAt),
        Optional.ofNullable(createdAt));
  }
}
