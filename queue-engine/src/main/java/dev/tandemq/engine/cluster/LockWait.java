package dev.tandemq.engine.cluster;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.QueueException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One wish for a lock that waits: asks now and then, and at once when it is told of its end. */
final class LockWait {

  private final ProcessContext context;
  private final NodeLocks locks;
  private final DistributedLock lock;
  private final Pace pace;
  private final Loop loop;
  private final long until;
  private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

  LockWait(NodeLocks locks, DistributedLock lock, Duration atMost) {
    this.context = locks.context();
    this.locks = locks;
    this.lock = lock;
    this.pace = new Pace(context, Defaults.POLL);
    this.loop = new Loop(context, this::ask);
    this.until = context.time().nanoTime() + atMost.toNanos();
  }

  String name() {
    return lock.name();
  }

  /** Begins; the answer comes when it is held, or the time is over. */
  CompletableFuture<Boolean> begin() {
    if (locks.added(this)) {
      Calls.whenDone(answer, this::over);
      loop.start(Duration.ZERO);
    } else {
      nodeStopped();
    }
    return answer;
  }

  void soon() {
    loop.soon();
  }

  /** Waits no more; a grant that came just now, or comes after all, is given back. */
  void cancel() {
    if (!answer.complete(false) && !answer.isCompletedExceptionally() && answer.join()) {
      var unused = lock.releaseAsync();
    }
  }

  void nodeStopped() {
    answer.completeExceptionally(new IllegalStateException("the node was stopped"));
  }

  private void over() {
    locks.removed(this);
    var unused = loop.end();
  }

  private CompletionStage<Duration> ask() {
    long sentAt = context.time().nanoTime();
    return lock.tryAcquireAsync().handle((held, thrown) -> asked(sentAt, held, thrown));
  }

  private Duration asked(long sentAt, @Nullable Boolean held, @Nullable Throwable thrown) {
    long left = until - context.time().nanoTime();
    if (held != null && held) {
      if (!answer.complete(true)) {
        var unused = lock.releaseAsync();
      }
    } else if (thrown != null && (left <= 0 || !mayPass(thrown))) {
      answer.completeExceptionally(Calls.cause(thrown));
    } else if (left <= 0) {
      answer.complete(false);
    }
    Duration pause = pace.since(sentAt);
    return pause.toNanos() < left ? pause : Duration.ofNanos(Math.max(0, left));
  }

  private static boolean mayPass(Throwable thrown) {
    return Calls.cause(thrown) instanceof QueueException;
  }
}
