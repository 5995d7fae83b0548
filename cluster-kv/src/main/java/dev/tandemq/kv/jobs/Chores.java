package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.kv.jobs.EndStep.Wish;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.Swept;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What operators and leaders ask for. */
final class Chores {

  /** Jobs that are removed at a time when a queue is cleared. */
  private static final int CHUNK = 250;

  private static final int ALL = Integer.MAX_VALUE;

  private final Connection connection;
  private final Buckets buckets;
  private final Notices notices;
  private final Looks looks;

  Chores(Connection connection, Buckets buckets, Notices notices, Looks looks) {
    this.connection = connection;
    this.buckets = buckets;
    this.notices = notices;
    this.looks = looks;
  }

  // ---- by id

  CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    return end(ids, null, Wish.CANCEL);
  }

  CompletionStage<Integer> remove(List<JobId> ids) {
    return end(ids, null, Wish.REMOVE).thenApply(Chores::removed);
  }

  CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    return end(ids, queue, Wish.FORGET).thenApply(Chores::removed);
  }

  private static int removed(List<CancelResult> answers) {
    return (int) answers.stream().filter(answer -> answer == CancelResult.REMOVED).count();
  }

  private CompletionStage<List<CancelResult>> end(
      List<JobId> ids, @Nullable String queue, Wish wish) {
    return each(ids, queue, id -> new EndStep(id, wish), CancelResult.NONE);
  }

  CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    return each(ids, queue, RequeueStep::new, false)
        .thenApply(answers -> (int) answers.stream().filter(answer -> answer).count());
  }

  /** A step for each job that lives, in the lane of its queue; answers in order. */
  private <T> CompletionStage<List<T>> each(
      List<JobId> ids, @Nullable String queue, Function<JobId, Step<T>> step, T otherwise) {
    return looks
        .live(ids)
        .thenCompose(
            records -> {
              Map<String, List<Step<T>>> lanes = new LinkedHashMap<>();
              List<CompletionStage<T>> answers = new ArrayList<>();
              for (JobId id : ids) {
                Stored.Live live = records.get(id);
                if (live == null || (queue != null && !queue.equals(live.queue()))) {
                  answers.add(CompletableFuture.completedFuture(otherwise));
                } else {
                  Step<T> made = step.apply(id);
                  lanes.computeIfAbsent(live.queue(), name -> new ArrayList<>()).add(made);
                  answers.add(made.answer());
                }
              }
              lanes.forEach((name, steps) -> connection.lane(name).submit(steps));
              return Stages.together(answers);
            });
  }

  // ---- by queue

  CompletionStage<Void> flags(String queue, UnaryOperator<QueueFlags> change) {
    FlagsStep step = new FlagsStep(change);
    connection.lane(queue).submit(List.of(step));
    return step.answer().thenApply(flags -> null);
  }

  CompletionStage<Swept> sweep(String queue, int max, long term) {
    return announce(queue, term)
        .thenCompose(
            newer ->
                newer > 0
                    ? CompletableFuture.completedFuture(new Swept(0, 0, false, newer))
                    : isKnown(queue)
                        .thenCompose(
                            known ->
                                known
                                    ? notices
                                        .look(queue, max, term)
                                        .thenCompose(swept -> fold(queue, swept))
                                    : CompletableFuture.completedFuture(new Swept(0, 0, false))));
  }

  /** Pages of connections that are no more go away. */
  private CompletionStage<Swept> fold(String queue, Swept swept) {
    return Ledgers.others(
            connection.kv(), connection.layout(), queue, connection.state(queue).pageKey())
        .thenCombine(
            connection.clock(),
            (pages, time) -> {
              List<FoldStep> steps = new ArrayList<>();
              pages.forEach(
                  (key, other) -> {
                    if (FoldStep.isOver(other.page(), time.low())) {
                      steps.add(new FoldStep(key));
                    }
                  });
              connection.lane(queue).submit(steps);
              return swept;
            });
  }

  private CompletionStage<Boolean> isKnown(String queue) {
    String key = connection.layout().queue(queue);
    return connection.kv().getAll(List.of(key)).thenApply(found -> found.containsKey(key));
  }

  /** Makes a term known; answers the newer one that is, or zero. */
  private CompletionStage<Long> announce(String queue, long term) {
    if (term == 0) {
      return CompletableFuture.completedFuture(0L);
    }
    String key = connection.layout().term();
    return connection
        .kv()
        .getAll(List.of(key))
        .thenCompose(
            found -> {
              Val value = found.get(key);
              long newest = Terms.decode(key, value);
              if (newest > term) {
                return CompletableFuture.completedFuture(newest);
              }
              return newest == term
                  ? CompletableFuture.completedFuture(0L)
                  : OneTerm.write(connection.kv(), key, value, term)
                      .thenCompose(
                          written ->
                              written
                                  ? CompletableFuture.completedFuture(0L)
                                  : announce(queue, term));
            });
  }

  CompletionStage<Pruned> prune(String queue, Duration olderThan, int keep, int max, long term) {
    return announce(queue, term)
        .thenCompose(
            newer ->
                newer > 0
                    ? CompletableFuture.completedFuture(new Pruned(0, newer))
                    : prune(queue, olderThan, keep, max)
                        .thenCompose(ids -> endAll(queue, ids, Wish.FORGET, term))
                        .thenApply(removed -> new Pruned(removed, 0)));
  }

  private CompletionStage<List<JobId>> prune(String queue, Duration olderThan, int keep, int max) {
    return places(queue, Place.Kind.FAILED)
        .thenCombine(
            connection.clock(),
            (places, time) -> {
              int surplus = places.size() - keep;
              List<JobId> old = new ArrayList<>();
              for (int i = 0; i < places.size() && old.size() < max; i++) {
                long age = time.low() - places.get(i).order();
                if (i < surplus || age >= Moves.later(0, olderThan)) {
                  old.add(places.get(i).id());
                }
              }
              return old;
            });
  }

  CompletionStage<Integer> clear(String queue) {
    return waiting(queue).thenCompose(ids -> endAll(queue, ids, Wish.CLEAR, 0));
  }

  private CompletionStage<List<JobId>> waiting(String queue) {
    return places(queue, Place.Kind.READY)
        .thenCombine(
            places(queue, Place.Kind.DELAYED),
            (ready, delayed) -> {
              List<JobId> ids = new ArrayList<>();
              ready.forEach(place -> ids.add(place.id()));
              delayed.forEach(place -> ids.add(place.id()));
              return ids;
            })
        .thenCombine(
            Ledgers.all(connection.kv(), connection.layout(), queue),
            (ids, pages) -> {
              pages
                  .values()
                  .forEach(other -> other.page().lines().forEach(line -> ids.add(line.id())));
              return ids;
            });
  }

  private CompletionStage<Integer> endAll(String queue, List<JobId> ids, Wish wish, long term) {
    List<List<JobId>> chunks = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += CHUNK) {
      chunks.add(ids.subList(from, Math.min(ids.size(), from + CHUNK)));
    }
    return Stages.fold(
        chunks,
        0,
        chunk ->
            sum -> {
              List<EndStep> steps = chunk.stream().map(id -> new EndStep(id, wish, term)).toList();
              connection.lane(queue).submit(steps);
              return Stages.answers(steps).thenApply(answers -> sum + removed(answers));
            });
  }

  private CompletionStage<List<Place>> places(String queue, Place.Kind kind) {
    return connection
        .kv()
        .children(connection.layout().folder(queue, kind), ALL)
        .thenCompose(
            names ->
                Stages.fold(
                    names,
                    new ArrayList<Place>(),
                    name ->
                        found ->
                            buckets
                                .entries(queue, kind, name)
                                .thenApply(
                                    entries -> {
                                      found.addAll(entries);
                                      return found;
                                    })))
        .thenApply(found -> found);
  }
}
