package dev.tandemq.engine.upkeep;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.JobStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One round of upkeep: queue after queue, call after call, each with a deadline of its own and in
 * an office that was asked for just before. A round is bounded in calls and in the trouble it puts
 * up with; the next one begins with the queue that this one did not come to.
 */
final class Chores {

  private static final Logger LOG = System.getLogger(Chores.class.getName());

  /** Most jobs that one call moves or removes: a store may hold a lock meanwhile. */
  static final int PAGE = 1000;

  /** Most calls of a kind for one queue in a round, so that others have their turn. */
  static final int PAGES = 10;

  /** Most calls of a round. */
  static final int CALLS = 1000;

  /** A store that fails so often in a round is left alone until the next. */
  static final int TROUBLES = 3;

  /** What a call came to: whether there is more to do, and the term it was refused for, or zero. */
  private record Done(boolean more, long newerTerm) {}

  private record Chore(String kind, String queue, LongFunction<CompletionStage<Done>> call) {}

  private final ProcessContext context;
  private final JobStore store;
  private final Office office;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;
  private volatile String resumeAt = "";

  Chores(ProcessContext context, JobStore store, Office office) {
    this.context = context;
    this.store = store;
    this.office = office;
  }

  void close() {
    isClosed = true;
  }

  /**
   * Begins a round; only one at a time.
   *
   * @param prunes whether failed jobs are pruned as well
   * @param ended called once, on any thread, when the round is over, however it went
   */
  void begin(boolean prunes, Runnable ended) {
    Round round = new Round(prunes, ended);
    round.step(round::askForQueues);
  }

  private final class Round {

    private final boolean prunes;
    private final Runnable ended;
    private final AtomicBoolean isOver = new AtomicBoolean();

    // Touched by one step at a time.
    private final Deque<Chore> todo = new ArrayDeque<>();
    private int callsLeft = CALLS;
    private int pagesLeft = PAGES;
    private int troublesLeft = TROUBLES;

    Round(boolean prunes, Runnable ended) {
      this.prunes = prunes;
      this.ended = ended;
    }

    /** Runs a part of the round on a thread of the context, never on a timer's or a client's. */
    void step(Runnable part) {
      try {
        context.execute(
            () -> {
              try {
                part.run();
              } catch (RuntimeException | Error e) {
                trouble("round", e);
                end();
              }
            });
      } catch (RuntimeException | Error e) {
        // No thread: closed, or out of memory. The next round sees.
        trouble("round", e);
        end();
      }
    }

    private void end() {
      if (isOver.compareAndSet(false, true)) {
        ended.run();
      }
    }

    void askForQueues() {
      if (office.term().isEmpty()) {
        end();
        return;
      }
      CompletableFuture<List<String>> answer = Calls.of(store::queues);
      if (whenAnswered(answer, "list of queues", this::planned)) {
        planned(answer);
        goOn();
      }
    }

    private void planned(CompletableFuture<List<String>> answer) {
      if (answer.isCompletedExceptionally()) {
        trouble("list of queues", Calls.failure(answer));
        return;
      }
      List<String> before = new ArrayList<>();
      for (String queue : answer.join()) {
        if (queue.compareTo(resumeAt) < 0) {
          before.add(queue);
        } else {
          plan(queue);
        }
      }
      before.forEach(this::plan);
    }

    private void plan(String queue) {
      todo.add(
          new Chore(
              "sweep",
              queue,
              term ->
                  Calls.map(
                      store.sweep(queue, PAGE, term),
                      swept -> new Done(swept.more(), swept.newerTerm()))));
      if (prunes) {
        todo.add(
            new Chore(
                "prune",
                queue,
                term ->
                    Calls.map(
                        store.prune(
                            queue, Defaults.FAILED_KEPT_FOR, Defaults.FAILED_KEPT, PAGE, term),
                        pruned -> new Done(pruned.removed() >= PAGE, pruned.newerTerm()))));
      }
    }

    /** Does what is left, in a loop while answers are there at once. */
    private void goOn() {
      while (true) {
        Chore chore = todo.peek();
        OptionalLong term = office.term();
        if (chore == null || callsLeft == 0 || troublesLeft == 0 || isClosed || term.isEmpty()) {
          resumeAt = chore == null ? "" : chore.queue();
          end();
          return;
        }
        callsLeft--;
        long inTerm = term.getAsLong();
        CompletableFuture<Done> answer = Calls.of(() -> chore.call().apply(inTerm));
        if (!whenAnswered(answer, chore.kind(), done -> did(chore, inTerm, done))) {
          return;
        }
        did(chore, inTerm, answer);
      }
    }

    private void did(Chore chore, long term, CompletableFuture<Done> answer) {
      boolean more = false;
      if (answer.isCompletedExceptionally()) {
        trouble(chore.kind(), Calls.failure(answer));
        troublesLeft--;
      } else {
        Done done = answer.join();
        if (done.newerTerm() > 0) {
          // Nothing was done: the queue stays the next one, should the office come back.
          office.refused(term, done.newerTerm());
          return;
        }
        more = done.more();
      }
      pagesLeft--;
      if (!more || pagesLeft == 0) {
        todo.remove();
        pagesLeft = PAGES;
      }
    }

    /** Whether the answer is there; else the round goes on with it, or without, in another step. */
    private <T> boolean whenAnswered(
        CompletableFuture<T> answer, String kind, Consumer<CompletableFuture<T>> then) {
      if (answer.isDone()) {
        return true;
      }
      AtomicBoolean isDecided = new AtomicBoolean();
      Cancellable deadline =
          context.schedule(
              Defaults.CALL_TIMEOUT,
              () -> {
                if (isDecided.compareAndSet(false, true)) {
                  step(() -> resume(CompletableFuture.failedFuture(noAnswer(kind)), then));
                }
              });
      Calls.whenDone(
          answer,
          () -> {
            if (isDecided.compareAndSet(false, true)) {
              deadline.cancel();
              step(() -> resume(answer, then));
            }
          });
      return false;
    }

    private <T> void resume(CompletableFuture<T> answer, Consumer<CompletableFuture<T>> then) {
      then.accept(answer);
      goOn();
    }
  }

  private static IllegalStateException noAnswer(String kind) {
    return new IllegalStateException(kind + ": no answer within " + Defaults.CALL_TIMEOUT);
  }

  /** Told once for each kind: it comes again every second. */
  private void trouble(String kind, Throwable thrown) {
    if (!isClosed && told.add(kind + ' ' + thrown.getClass().getName())) {
      LOG.log(
          Level.WARNING, "upkeep goes on, but has trouble, told once (" + kind + "): " + thrown);
    }
  }
}
