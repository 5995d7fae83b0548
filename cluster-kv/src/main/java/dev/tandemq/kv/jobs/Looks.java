package dev.tandemq.kv.jobs;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tells how jobs and queues stand; changes nothing. */
final class Looks {

  private static final int ALL = Integer.MAX_VALUE;

  /** Looks at a job that moves between two of them, each time. */
  private static final int ROUNDS = 20;

  private final Connection connection;
  private final Buckets buckets;
  private final Bodies bodies;

  Looks(Connection connection, Buckets buckets, Bodies bodies) {
    this.connection = connection;
    this.buckets = buckets;
    this.bodies = bodies;
  }

  private Layout layout() {
    return connection.layout();
  }

  CompletionStage<Optional<JobView>> find(JobId id) {
    return find(id, ROUNDS);
  }

  private CompletionStage<Optional<JobView>> find(JobId id, int rounds) {
    return live(id)
        .thenCompose(
            live -> {
              if (live.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              String entry = layout().entry(live.get().queue(), live.get().place());
              return connection
                  .kv()
                  .getAll(List.of(entry))
                  .thenCompose(
                      found ->
                          found.containsKey(entry)
                              ? view(id, live.get(), null)
                              : held(id, live.get(), rounds));
            });
  }

  private CompletionStage<Optional<JobView>> held(JobId id, Stored.Live live, int rounds) {
    return Ledgers.all(connection.kv(), layout(), live.queue())
        .thenCompose(
            pages -> {
              for (Facts.Other other : pages.values()) {
                Line line = other.page().line(id);
                if (line != null && line.from().equals(live.place())) {
                  return view(id, live, line);
                }
              }
              // It moved between two looks.
              return rounds > 0
                  ? find(id, rounds - 1)
                  : CompletableFuture.completedFuture(Optional.empty());
            });
  }

  private CompletionStage<Optional<JobView>> view(JobId id, Stored.Live live, @Nullable Line line) {
    return bodies
        .read(Map.of(id, live))
        .thenApply(jobs -> Optional.of(view(Objects.requireNonNull(jobs.get(id)), live, line)));
  }

  private static JobView view(Job job, Stored.Live live, @Nullable Line line) {
    return new JobView(
        job,
        line == null ? stateOf(live.place().kind()) : JobState.RESERVED,
        live.attempts(),
        line == null ? live.token() : line.token(),
        Instant.ofEpochMilli(live.availableAt()),
        line == null ? null : Instant.ofEpochMilli(line.claimedAt()),
        line == null ? null : Instant.ofEpochMilli(line.leaseUntil()),
        line == null ? null : line.node(),
        line != null && line.isCancelled(),
        live.history());
  }

  private static JobState stateOf(Place.Kind kind) {
    return switch (kind) {
      case READY -> JobState.READY;
      case DELAYED -> JobState.DELAYED;
      case FAILED -> JobState.FAILED;
    };
  }

  /** The record of a job that lives. */
  CompletionStage<Optional<Stored.Live>> live(JobId id) {
    String key = layout().job(id);
    return connection
        .kv()
        .getAll(List.of(key))
        .thenApply(found -> Optional.ofNullable(found.get(key)).flatMap(value -> live(key, value)));
  }

  private static Optional<Stored.Live> live(String key, Val value) {
    return StoredCodec.decode(key, value.bytes()) instanceof Stored.Live live
        ? Optional.of(live)
        : Optional.empty();
  }

  /** The records of those that live, by their ids. */
  CompletionStage<Map<JobId, Stored.Live>> live(List<JobId> ids) {
    Map<String, JobId> keys = new HashMap<>();
    ids.forEach(id -> keys.put(layout().job(id), id));
    return connection
        .kv()
        .getAll(keys.keySet())
        .thenApply(
            found -> {
              Map<JobId, Stored.Live> records = new HashMap<>();
              found.forEach(
                  (key, value) ->
                      live(key, value)
                          .ifPresent(
                              live -> records.put(Objects.requireNonNull(keys.get(key)), live)));
              return records;
            });
  }

  CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
    String key = layout().unique(queue, uniqueKey);
    return connection
        .kv()
        .getAll(List.of(key))
        .thenApply(
            found ->
                Optional.ofNullable(found.get(key))
                    .map(value -> JobId.parse(new String(value.bytes(), StandardCharsets.UTF_8))));
  }

  // ---- lists

  CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    CompletionStage<List<String>> names =
        switch (state) {
          case READY -> entries(queue, Place.Kind.READY, page);
          case DELAYED -> entries(queue, Place.Kind.DELAYED, page);
          case FAILED -> entries(queue, Place.Kind.FAILED, page);
          case RESERVED -> reserved(queue, page);
        };
    return names.thenCompose(
        cursors -> {
          List<String> shown = cursors.subList(0, Math.min(page.size(), cursors.size()));
          Optional<String> next =
              cursors.size() > page.size()
                  ? Optional.of(shown.get(shown.size() - 1))
                  : Optional.empty();
          return views(shown, state).thenApply(views -> new Page<>(views, next));
        });
  }

  /** Those of them that are in this state still. */
  private CompletionStage<List<JobView>> views(List<String> cursors, JobState state) {
    List<CompletionStage<Optional<JobView>>> views =
        cursors.stream().map(cursor -> find(idOf(cursor))).toList();
    return Stages.all(views)
        .thenApply(
            found ->
                found.stream()
                    .flatMap(Optional::stream)
                    .filter(view -> view.state() == state)
                    .toList());
  }

  private static JobId idOf(String cursor) {
    int slash = cursor.indexOf('/');
    return slash < 0
        ? JobId.parse(cursor)
        : new Place(Place.Kind.READY, "", cursor.substring(slash + 1)).id();
  }

  /** One more than the page has, as bucket and entry. */
  private CompletionStage<List<String>> entries(String queue, Place.Kind kind, PageRequest page) {
    String after = page.after().orElse("");
    return buckets
        .names(queue, kind)
        .thenCompose(
            names -> {
              List<String> left =
                  names.stream().filter(name -> (name + "0").compareTo(after) > 0).toList();
              return entries(queue, kind, left, 0, after, page.size() + 1, new ArrayList<>());
            });
  }

  private CompletionStage<List<String>> entries(
      String queue,
      Place.Kind kind,
      List<String> names,
      int index,
      String after,
      int want,
      List<String> found) {
    if (index == names.size() || found.size() >= want) {
      return CompletableFuture.completedFuture(found);
    }
    return buckets
        .entries(queue, kind, names.get(index))
        .thenCompose(
            places -> {
              for (Place place : places) {
                String cursor = place.bucket() + "/" + place.entry();
                if (cursor.compareTo(after) > 0 && found.size() < want) {
                  found.add(cursor);
                }
              }
              return entries(queue, kind, names, index + 1, after, want, found);
            });
  }

  private CompletionStage<List<String>> reserved(String queue, PageRequest page) {
    String after = page.after().orElse("");
    return Ledgers.all(connection.kv(), layout(), queue)
        .thenApply(
            pages ->
                pages.values().stream()
                    .flatMap(other -> other.page().lines().stream())
                    .map(line -> line.id().toString())
                    .filter(id -> id.compareTo(after) > 0)
                    .sorted(Comparator.naturalOrder())
                    .limit(page.size() + 1L)
                    .toList());
  }

  // ---- queues

  CompletionStage<List<String>> queues() {
    return connection.kv().children(layout().queues(), ALL);
  }

  CompletionStage<List<QueueStats>> stats(List<String> queues) {
    return Stages.all(queues.stream().map(this::stats).toList());
  }

  private CompletionStage<QueueStats> stats(String queue) {
    String key = layout().queue(queue);
    return connection
        .kv()
        .getAll(List.of(key))
        .thenCombine(
            Ledgers.all(connection.kv(), layout(), queue),
            (found, pages) -> {
              Val flags = found.get(key);
              return flags == null
                  ? QueueStats.none(queue)
                  : stats(queue, QueueFlags.decode(key, flags.bytes()), pages);
            });
  }

  private static QueueStats stats(String queue, QueueFlags flags, Map<String, Facts.Other> pages) {
    Ledger sum = new Ledger();
    long reserved = 0;
    for (Facts.Other other : pages.values()) {
      sum.fold(other.page());
      reserved += other.page().lines().size();
    }
    return new QueueStats(
        queue,
        sum.count(Count.READY),
        sum.count(Count.DELAYED),
        reserved,
        sum.count(Count.FAILED),
        sum.count(Count.PUSHED),
        sum.count(Count.COMPLETED),
        sum.count(Count.REMOVED),
        sum.count(Count.RETRIED),
        sum.count(Count.RETRIES),
        sum.count(Count.SNOOZED),
        sum.count(Count.RESCUED),
        flags.paused(),
        flags.bound(),
        time(sum.lastJobAt()),
        time(flags.createdAt()));
  }

  private static Optional<Instant> time(long wallMillis) {
    return wallMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(wallMillis));
  }
}
