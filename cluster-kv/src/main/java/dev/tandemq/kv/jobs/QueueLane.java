package dev.tandemq.kv.jobs;

import dev.tandemq.context.TimeSource;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All transactions of one connection on one queue, one after the other. Steps that come while one
 * is on its way gather and share the next, as many as fit.
 *
 * <p>A transaction that was refused is put together anew from fresh facts. One whose answer was
 * lost is fenced: the own page is written once more, after which it can no longer be applied, or
 * turns out to have been; so that each step has an answer that stays true.
 *
 * <p>Safe for concurrent use. Answers are given on whatever thread drives the lane, outside of
 * locks.
 */
final class QueueLane {

  private static final System.Logger LOG = System.getLogger(QueueLane.class.getName());

  /** Refusals in a row after which the steps give up. */
  private static final int PATIENCE = 25;

  /** Attempts to learn what became of a transaction. */
  private static final int FENCES = 3;

  private static final CompletionStage<?> GO_ON = CompletableFuture.completedFuture(null);

  private final Kv kv;
  private final Supplier<CompletionStage<Reading>> clock;
  private final TimeSource time;
  private final QueueState state;

  private final Object monitor = new Object();
  private final Deque<Step<?>> waiting = new ArrayDeque<>(); // guarded by the monitor
  private boolean isBusy; // guarded by the monitor

  // Touched by whoever drives, one at a time.
  private List<Step<?>> taken = List.of();
  private List<Step<?>> staged = List.of();
  private Facts facts = new Facts();
  private boolean isLoaded;
  private boolean isMade;
  private boolean isCareful;
  private int refusals;
  private int fences;
  private @Nullable Draft draft;
  private @Nullable Reading reading;
  private Phase phase = this::begin;

  /** One thing after the other: each answers what to wait for, or null when all is done. */
  private interface Phase {
    @Nullable CompletionStage<?> run();
  }

  QueueLane(Kv kv, Supplier<CompletionStage<Reading>> clock, TimeSource time, QueueState state) {
    this.kv = kv;
    this.clock = clock;
    this.time = time;
    this.state = state;
  }

  /** Does the steps, in this order as far as they go together. */
  void submit(List<? extends Step<?>> steps) {
    synchronized (monitor) {
      waiting.addAll(steps);
      if (isBusy || waiting.isEmpty()) {
        return;
      }
      isBusy = true;
    }
    drive();
  }

  private void drive() {
    while (true) {
      CompletionStage<?> pending;
      try {
        pending = phase.run();
      } catch (RuntimeException e) {
        giveUp(e);
        pending = GO_ON;
      }
      if (pending == null) {
        return;
      }
      CompletableFuture<?> future = pending.toCompletableFuture();
      if (!future.isDone()) {
        var unused = future.whenComplete((value, error) -> drive());
        return;
      }
    }
  }

  private CompletionStage<?> then(Phase next) {
    phase = next;
    return GO_ON;
  }

  /** What a stage that is done failed with; null when it did not. */
  private static @Nullable Throwable failure(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().join();
      return null;
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      return cause == null ? e : cause;
    }
  }

  /** What was taken is over, and failed. */
  private void giveUp(Throwable error) {
    List<Step<?>> failed = taken;
    taken = List.of();
    staged = List.of();
    isLoaded = false;
    state.shelf().clear();
    phase = this::begin;
    failed.forEach(step -> step.failed(error));
  }

  // ---- the phases

  private @Nullable CompletionStage<?> begin() {
    synchronized (monitor) {
      if (waiting.isEmpty()) {
        isBusy = false;
        return null;
      }
      taken = new ArrayList<>(waiting);
      waiting.clear();
    }
    isCareful = false;
    refusals = 0;
    facts = new Facts();
    return then(isLoaded ? this::askTime : this::load);
  }

  /** Reads the own page and the flags. */
  private CompletionStage<?> load() {
    CompletionStage<Map<String, Val>> answer =
        kv.getAll(List.of(state.pageKey(), state.layout().queue(state.queue())));
    phase = () -> loaded(answer);
    return answer;
  }

  private CompletionStage<?> loaded(CompletionStage<Map<String, Val>> answer) {
    Throwable failure = failure(answer);
    if (failure != null) {
      giveUp(failure);
      return GO_ON;
    }
    Map<String, Val> found = answer.toCompletableFuture().join();
    Val flags = found.get(state.layout().queue(state.queue()));
    if (flags == null || !isMade) {
      return make(flags != null);
    }
    Val page = found.get(state.pageKey());
    state.flags(
        QueueFlags.decode(state.layout().queue(state.queue()), flags.bytes()), flags.revision());
    state.keep(
        page == null ? new Ledger() : Ledger.decode(state.pageKey(), page.bytes()),
        page == null ? null : page.revision());
    isLoaded = true;
    return then(this::askTime);
  }

  /** Makes the queue known, and its folders. */
  private CompletionStage<?> make(boolean isThere) {
    Layout layout = state.layout();
    CompletionStage<?> answer =
        isThere
            ? CompletableFuture.completedFuture(null)
            : kv.makeFolder(layout.queues())
                .thenCompose(
                    made ->
                        kv.commit(
                            List.of(
                                new Op.Create(
                                    layout.queue(state.queue()), QueueFlags.NONE.encode()))));
    CompletionStage<?> all =
        answer
            .thenCompose(made -> kv.makeFolder(layout.pages(state.queue())))
            .thenCompose(made -> kv.makeFolder(layout.folder(state.queue(), Place.Kind.READY)))
            .thenCompose(made -> kv.makeFolder(layout.folder(state.queue(), Place.Kind.DELAYED)))
            .thenCompose(made -> kv.makeFolder(layout.folder(state.queue(), Place.Kind.FAILED)));
    phase =
        () -> {
          Throwable failure = failure(all);
          if (failure != null) {
            giveUp(failure);
            return GO_ON;
          }
          isMade = true;
          return then(this::load);
        };
    return all;
  }

  private CompletionStage<?> askTime() {
    CompletionStage<Reading> answer = clock.get();
    phase =
        () -> {
          Throwable failure = failure(answer);
          if (failure != null) {
            giveUp(failure);
            return GO_ON;
          }
          reading = answer.toCompletableFuture().join();
          return then(this::stage);
        };
    return answer;
  }

  private CompletionStage<?> stage() {
    List<Step<?>> included = new ArrayList<>();
    Draft made = build(taken, included);
    if (facts.isStale()) {
      return refused();
    }
    if (!facts.isComplete()) {
      return then(this::ask);
    }
    int whole = included.size();
    while (!made.fits() && included.size() > 1) {
      whole = whole > 8 ? whole * 3 / 4 : whole - 1;
      List<Step<?>> fewer = List.copyOf(included.subList(0, whole));
      included.clear();
      made = build(fewer, included);
    }
    draft = made;
    staged = included;
    if (included.isEmpty()) {
      giveUp(new IllegalStateException("no step could be staged"));
      return GO_ON;
    }
    return then(made.isChanged() ? this::commit : this::done);
  }

  private Draft build(List<Step<?>> steps, List<Step<?>> included) {
    Draft made =
        new Draft(
            state,
            facts,
            Objects.requireNonNull(reading, "reading"),
            time.now(),
            time.nanoTime(),
            isCareful);
    List<Step<?>> broken = new ArrayList<>();
    for (Step<?> step : steps) {
      try {
        step.stage(made);
        included.add(step);
      } catch (NotYet e) {
        LOG.log(System.Logger.Level.TRACE, "asked again, later or with more facts", e);
      } catch (RuntimeException e) {
        step.failed(e);
        broken.add(step);
      }
    }
    if (!broken.isEmpty()) {
      taken = new ArrayList<>(taken);
      taken.removeAll(broken);
    }
    return made;
  }

  /** Reads what the steps need to know. */
  private CompletionStage<?> ask() {
    Set<String> missing = facts.missing();
    CompletionStage<Map<String, Val>> values = kv.getAll(missing);
    CompletionStage<Map<String, Facts.Other>> others =
        facts.wantsOthers()
            ? Ledgers.others(kv, state.layout(), state.queue(), state.pageKey())
            : CompletableFuture.completedFuture(Map.of());
    boolean wantsOthers = facts.wantsOthers();
    CompletionStage<?> both = values.thenCombine(others, (value, other) -> value);
    phase =
        () -> {
          Throwable failure = failure(both);
          if (failure != null) {
            giveUp(failure);
            return GO_ON;
          }
          facts.learn(missing, values.toCompletableFuture().join());
          if (wantsOthers) {
            facts.learnOthers(others.toCompletableFuture().join());
          }
          return then(this::stage);
        };
    return both;
  }

  private CompletionStage<?> commit() {
    Draft sent = Objects.requireNonNull(draft, "draft");
    CompletionStage<Commit> answer = kv.commit(sent.finish());
    phase = () -> committed(sent, answer);
    return answer;
  }

  private CompletionStage<?> committed(Draft sent, CompletionStage<Commit> answer) {
    Throwable failure = failure(answer);
    if (failure instanceof OutcomeUnknownException) {
      fences = 0;
      return then(this::lookAfterLoss);
    }
    if (failure != null) {
      giveUp(failure);
      return GO_ON;
    }
    if (answer.toCompletableFuture().join() instanceof Commit.Applied applied) {
      sent.keep(applied);
      return then(this::done);
    }
    return refused();
  }

  /** The facts have changed: all is looked at anew. */
  private CompletionStage<?> refused() {
    if (++refusals > PATIENCE) {
      giveUp(
          new QueueUnavailableException(
              "the queue "
                  + state.queue()
                  + " changed each time while a step was on its way; nothing was changed, try again",
              null));
      return GO_ON;
    }
    isCareful = true;
    facts = new Facts();
    state.shelf().clear();
    return then(this::load);
  }

  private CompletionStage<?> done() {
    List<Step<?>> finished = staged;
    List<Step<?>> left = new ArrayList<>(taken);
    left.removeAll(finished);
    taken = left;
    staged = List.of();
    finished.forEach(Step::applied);
    if (left.isEmpty()) {
      return then(this::begin);
    }
    facts = new Facts();
    refusals = 0;
    return then(this::askTime);
  }

  // ---- after a lost answer

  private CompletionStage<?> lookAfterLoss() {
    CompletionStage<Map<String, Val>> answer = kv.getAll(List.of(state.pageKey()));
    phase = () -> lookedAfterLoss(answer);
    return answer;
  }

  private CompletionStage<?> lookedAfterLoss(CompletionStage<Map<String, Val>> answer) {
    Throwable failure = failure(answer);
    if (failure != null) {
      return lostAgain(failure);
    }
    Val value = answer.toCompletableFuture().join().get(state.pageKey());
    Ledger page = value == null ? new Ledger() : Ledger.decode(state.pageKey(), value.bytes());
    state.keep(page, value == null ? null : value.revision());
    state.shelf().clear();
    if (page.sequence() == Objects.requireNonNull(draft, "draft").sequence()) {
      return then(this::done);
    }
    Ledger fence = page.copy();
    fence.sequence(state.nextSequence());
    CompletionStage<Commit> written = kv.commit(List.of(state.pageOp(fence.encode())));
    phase = () -> fenced(fence, written);
    return written;
  }

  private CompletionStage<?> fenced(Ledger fence, CompletionStage<Commit> written) {
    Throwable failure = failure(written);
    if (failure != null) {
      return lostAgain(failure);
    }
    if (written.toCompletableFuture().join() instanceof Commit.Applied applied) {
      state.keep(fence, applied.revision(state.pageKey()));
      return refused();
    }
    return then(this::lookAfterLoss);
  }

  private CompletionStage<?> lostAgain(Throwable failure) {
    if (++fences < FENCES) {
      return then(this::lookAfterLoss);
    }
    List<Step<?>> unknown = staged;
    taken = new ArrayList<>(taken);
    taken.removeAll(unknown);
    unknown.forEach(
        step ->
            step.failed(
                new OutcomeUnknownException(
                    "the queue " + state.queue() + ": no answer came; it may have been applied",
                    List.of(),
                    failure)));
    giveUp(failure);
    return GO_ON;
  }
}
