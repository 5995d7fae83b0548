package dev.tandemq.kv.roles;

import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.KvLimits;
import dev.tandemq.kv.port.Op;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The words that one connection sends to one topic. Each is a key of its own, so that none covers
 * another; whoever sends deletes old ones now and then. Safe for concurrent use.
 */
final class Outbox {

  /** How long a word is kept for those who are late to look. */
  static final Duration KEPT = Duration.ofSeconds(30);

  private static final Logger LOG = System.getLogger(Outbox.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Words after which old ones are looked for without a pause. */
  private static final int MANY = 500;

  private final RoleSetup setup;
  private final String topic;
  private final String folder;
  private final AtomicLong last = new AtomicLong();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicLong nextTrim; // a reading of the monotonic clock
  private volatile boolean isFolderMade;

  Outbox(RoleSetup setup, String topic) {
    this.setup = setup;
    this.topic = topic;
    this.folder = folder(setup, topic);
    this.nextTrim = new AtomicLong(setup.process().time().nanoTime());
  }

  /** Where the words of a topic stand. */
  static String folder(RoleSetup setup, String topic) {
    return setup.key("b/" + topic);
  }

  /**
   * Sends one.
   *
   * @param message not copied when this returns: nobody else may change it
   */
  CompletionStage<Void> send(byte[] message) {
    CompletionStage<Void> isSent =
        makeFolder()
            .thenCompose(made -> setup.clock().get())
            .thenCompose(now -> setup.kv().commit(List.of(word(now, message))))
            .thenAccept(this::check);
    return Failures.told("broadcast.send to " + topic, isSent)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                trimIfDue();
              }
            });
  }

  private CompletionStage<Void> makeFolder() {
    return isFolderMade
        ? CompletableFuture.completedFuture(null)
        : setup.kv().makeFolder(folder).thenAccept(made -> isFolderMade = true);
  }

  private Op word(Reading now, byte[] message) {
    // A later word has a later time, whatever the clock says.
    long time = last.accumulateAndGet(now.high(), (before, high) -> Math.max(before + 1, high));
    String key = folder + "/" + Word.name(time, setup.process().random());
    return new Op.Create(key, Word.toBytes(message));
  }

  private void check(Commit commit) {
    if (commit instanceof Commit.Refused) {
      throw new QueueUnavailableException(
          "broadcast.send to " + topic + ": another word has the same key; send it again", null);
    }
  }

  private void trimIfDue() {
    long now = setup.process().time().nanoTime();
    long due = nextTrim.get();
    boolean isDue = now - due >= 0 || sent.incrementAndGet() >= MANY;
    if (!isDue || !nextTrim.compareAndSet(due, now + PAUSE.toNanos())) {
      return;
    }
    sent.set(0);
    // Within a stage, so that nothing that it throws comes to the caller.
    var unused =
        CompletableFuture.completedFuture(null)
            .thenCompose(start -> trim())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    // Whoever sends next does it.
                    LOG.log(Level.DEBUG, "no old words were deleted", Failures.cause(failure));
                  }
                });
  }

  private CompletionStage<Void> trim() {
    return setup
        .kv()
        .children(folder, Integer.MAX_VALUE)
        .thenCompose(names -> setup.clock().get().thenCompose(now -> delete(old(names, now))));
  }

  /** Those that were sent long ago, and the oldest of those that are too many. */
  private List<Op> old(List<String> names, Reading now) {
    List<String> words =
        names.stream().filter(name -> Word.time(name).isPresent()).sorted().toList();
    int tooMany = words.size() - setup.kv().limits().maxChildren() / 2;
    List<Op> deletes = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String name = words.get(i);
      long age = now.low() - Word.time(name).orElseThrow();
      if (i < tooMany || age >= KEPT.toNanos()) {
        deletes.add(new Op.Delete(folder + "/" + name));
      }
    }
    return deletes;
  }

  /** One transaction after the other; ends when somebody else deletes the same. */
  private CompletionStage<Void> delete(List<Op> deletes) {
    if (deletes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    int some = Math.min(deletes.size(), atOnce());
    return setup
        .kv()
        .commit(deletes.subList(0, some))
        .thenCompose(
            commit ->
                delete(
                    commit instanceof Commit.Applied
                        ? deletes.subList(some, deletes.size())
                        : List.of()));
  }

  private int atOnce() {
    KvLimits limits = setup.kv().limits();
    Op longest = new Op.Delete(folder + "/" + Word.name(0, setup.process().random()));
    return Math.min(
        limits.maxOps() / limits.cost(longest), limits.maxBytes() / limits.bytes(longest));
  }
}
