package dev.tandemq.kv.jobs;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Claims ready jobs of one queue. */
final class Claiming {

  /** Looks at the line in one call, when others were faster each time. */
  private static final int ROUNDS = 8;

  private final Connection connection;
  private final Buckets buckets;
  private final Notices notices;
  private final Bodies bodies;

  Claiming(Connection connection, Buckets buckets, Notices notices, Bodies bodies) {
    this.connection = connection;
    this.buckets = buckets;
    this.notices = notices;
    this.bodies = bodies;
  }

  /** What a claim in one queue brought. */
  record Found(List<Claim> claims, boolean more) {}

  /** What stands at the head of the line. */
  private record Head(List<Place> places, boolean more) {}

  private record Request(String queue, int want, Duration lease, String node) {}

  /** What was claimed so far. */
  private static final class Progress {
    private final List<Line> lines = new ArrayList<>();
    private boolean hasLooked;
    private boolean more;
    private int rounds;
  }

  CompletionStage<Found> claim(String queue, int want, Duration lease, String node) {
    Request request = new Request(queue, want, lease, node);
    Progress progress = new Progress();
    return isOpen(queue)
        .thenCompose(
            open ->
                open
                    ? notices
                        .ifDue(queue)
                        .thenCompose(
                            looked -> {
                              progress.hasLooked = looked;
                              return rounds(request, progress);
                            })
                        .thenCompose(done -> claims(request, progress))
                        .handle((found, error) -> told(found, error, progress))
                    : CompletableFuture.completedFuture(new Found(List.of(), false)));
  }

  /** After something was claimed no failure says that nothing was changed. */
  private static Found told(@Nullable Found found, @Nullable Throwable error, Progress progress) {
    if (found != null) {
      return found;
    }
    RuntimeException failure =
        Failures.unwrapped(Objects.requireNonNullElseGet(error, IllegalStateException::new));
    throw progress.lines.isEmpty()
        ? failure
        : new OutcomeUnknownException(
            "jobs were claimed and could not be read: " + failure.getMessage(),
            progress.lines.stream().map(Line::id).toList(),
            failure);
  }

  /** Whether the queue is known, and not paused. */
  private CompletionStage<Boolean> isOpen(String queue) {
    String key = connection.layout().queue(queue);
    return connection
        .kv()
        .getAll(List.of(key))
        .thenApply(
            found -> {
              Val flags = found.get(key);
              return flags != null && !QueueFlags.decode(key, flags.bytes()).paused();
            });
  }

  private CompletionStage<Progress> rounds(Request request, Progress progress) {
    int left = request.want() - progress.lines.size();
    return head(request.queue(), left)
        .thenCompose(
            head -> {
              progress.more = head.more();
              progress.rounds++;
              return take(request, head.places(), progress);
            })
        .thenCompose(
            lost -> {
              boolean isShort = progress.lines.size() < request.want() || request.want() == 0;
              if (isShort && lost > 0 && progress.rounds < ROUNDS) {
                return rounds(request, progress);
              }
              if (isShort && !progress.more && !progress.hasLooked) {
                progress.hasLooked = true;
                return notices
                    .look(request.queue(), Notices.ENOUGH, 0)
                    .thenCompose(
                        swept ->
                            swept.promoted() + swept.rescued() > 0
                                ? rounds(request, progress)
                                : CompletableFuture.completedFuture(progress));
              }
              return CompletableFuture.completedFuture(progress);
            });
  }

  /** The first entries of the line that nobody here takes already. */
  private CompletionStage<Head> head(String queue, int want) {
    return buckets
        .names(queue, Place.Kind.READY)
        .thenCompose(names -> head(queue, names, 0, want, new ArrayList<>()));
  }

  private CompletionStage<Head> head(
      String queue, List<String> names, int index, int want, List<Place> found) {
    if (index == names.size()) {
      return CompletableFuture.completedFuture(reserved(queue, found, false));
    }
    return buckets
        .entries(queue, Place.Kind.READY, names.get(index))
        .thenCompose(
            entries -> {
              Taken own = taken(queue);
              for (Place place : entries) {
                if (found.size() == want) {
                  if (!own.has(place)) {
                    return CompletableFuture.completedFuture(reserved(queue, found, true));
                  }
                } else if (!own.has(place)) {
                  found.add(place);
                }
              }
              return head(queue, names, index + 1, want, found);
            });
  }

  /** Only once all is read: what is reserved is given back by whoever takes it. */
  private Head reserved(String queue, List<Place> found, boolean more) {
    Taken own = taken(queue);
    List<Place> places = found.stream().filter(own::reserve).toList();
    return new Head(places, more);
  }

  private Taken taken(String queue) {
    return connection.state(queue).taken();
  }

  /** Answers how many somebody else had. */
  private CompletionStage<Integer> take(Request request, List<Place> places, Progress progress) {
    if (places.isEmpty()) {
      return CompletableFuture.completedFuture(0);
    }
    List<TakeStep> steps =
        places.stream().map(place -> new TakeStep(place, request.lease(), request.node())).toList();
    connection.lane(request.queue()).submit(steps);
    return Stages.answers(steps)
        .handle(
            (answers, error) -> {
              if (error != null) {
                places.forEach(taken(request.queue())::giveBack);
                throw Failures.unwrapped(error);
              }
              int lost = 0;
              for (int i = 0; i < answers.size(); i++) {
                Optional<Line> line = answers.get(i);
                if (line.isPresent()) {
                  progress.lines.add(line.get());
                } else {
                  lost++;
                  taken(request.queue()).giveBack(places.get(i));
                }
              }
              return lost;
            });
  }

  private CompletionStage<Found> claims(Request request, Progress progress) {
    if (progress.lines.isEmpty()) {
      return CompletableFuture.completedFuture(new Found(List.of(), progress.more));
    }
    Map<String, JobId> keys = new LinkedHashMap<>();
    progress.lines.forEach(line -> keys.put(connection.layout().job(line.id()), line.id()));
    return connection
        .kv()
        .getAll(keys.keySet())
        .thenCompose(found -> claims(request, progress, keys, found));
  }

  private CompletionStage<Found> claims(
      Request request, Progress progress, Map<String, JobId> keys, Map<String, Val> found) {
    Map<JobId, Stored.Live> records = new HashMap<>();
    keys.forEach(
        (key, id) -> {
          Val value = found.get(key);
          if (value != null && StoredCodec.decode(key, value.bytes()) instanceof Stored.Live live) {
            records.put(id, live);
          }
        });
    QueueState state = connection.state(request.queue());
    records.forEach(state::claimed);
    return bodies
        .read(records)
        .thenCombine(
            connection.clock(),
            (jobs, time) -> {
              List<Claim> claims = new ArrayList<>();
              for (Line line : progress.lines) {
                Stored.Live live = records.get(line.id());
                Job job = jobs.get(line.id());
                // Gone already: removed in the same moment.
                if (live != null && job != null) {
                  claims.add(claim(line, live, job, time));
                }
              }
              return new Found(claims, progress.more);
            });
  }

  private static Claim claim(Line line, Stored.Live live, Job job, Reading time) {
    long waited = Math.max(0, time.low() - live.readySince());
    return new Claim(
        job,
        line.token(),
        live.attempts() + 1,
        live.snoozes(),
        line.node(),
        Instant.ofEpochMilli(line.leaseUntil()),
        Duration.ofNanos(waited));
  }
}
