package com.example.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.DriverContext;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.time.ManualContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that dies before each single change of a file, one after the other, through the whole
 * life of some jobs. Whoever looks then, be it a process that is there already or a new one, finds
 * all as it was before the call that died, or as it is after it.
 */
final class CrashTest {

  private static final String QUEUE = "q";
  private static final String NOWHERE = "nowhere";
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final int FOLD_AT = 2;

  @TempDir Path folder;

  /** The process is dead. */
  @SuppressWarnings("serial")
  private static final class Death extends Error {}

  /** Counts changes of files, and dies before one of them; in the middle of it, if it can. */
  private static final class Mortal extends Writes {

    private final int last;
    private int changes;

    Mortal(int last) {
      this.last = last;
    }

    private boolean isLast() {
      return changes++ == last;
    }

    private void live() {
      if (isLast()) {
        throw new Death();
      }
    }

    @Override
    void write(Path file, byte[] content) throws IOException {
      if (isLast()) {
        super.write(file, Arrays.copyOf(content, content.length / 2));
        throw new Death();
      }
      super.write(file, content);
    }

    @Override
    void append(Path file, byte[] more) throws IOException {
      if (isLast()) {
        super.append(file, Arrays.copyOf(more, more.length / 3));
        throw new Death();
      }
      super.append(file, more);
    }

    @Override
    void rename(Path from, Path to) throws IOException {
      live();
      super.rename(from, to);
    }

    @Override
    void copy(Path from, Path to) throws IOException {
      live();
      super.copy(from, to);
    }

    @Override
    void empty(Path file) throws IOException {
      live();
      super.empty(file);
    }

    @Override
    void delete(Path file) throws IOException {
      live();
      super.delete(file);
    }

    @Override
    void version(StoreLock.Held lock, long version) throws IOException {
      live();
      super.version(lock, version);
    }

    @Override
    void makeFolder(Path made) throws IOException {
      live();
      super.makeFolder(made);
    }
  }

  /** Processes on a directory of their own, all on one clock. */
  private final class World implements AutoCloseable {

    private final ManualContext context = new ManualContext(1);
    private final Path root = Files.createTempDirectory(folder, "world");
    private final List<DirectoryJobStore> open = new ArrayList<>();
    private final Mortal writes;
    private final DirectoryJobStore store;
    private Claim claim;

    World(int last) throws IOException {
      writes = new Mortal(last);
      store = open(writes);
      open(new Writes()).sweep(NOWHERE, 1, 1); // so that a look can ask in this term for a newer
    }

    DirectoryJobStore open(Writes by) throws IOException {
      DirectoryJobStore opened =
          new DirectoryJobStore(
              root,
              new DriverContext(context, new PlainJobCodec()),
              Executors.newSingleThreadExecutor(),
              FOLD_AT,
              by);
      open.add(opened);
      return opened;
    }

    void put(int number, Duration delay) {
      Job job =
          Job.builder()
              .id(new JobId(1, number))
              .queue(QUEUE)
              .createdAt(Instant.EPOCH)
              .payload("payload")
              .delay(delay)
              .maxAttempts(3)
              .build();
      store.put(List.of(job));
    }

    void claim() {
      List<Claim> claims = turn(store, List.of(), 1);
      claim = claims.isEmpty() ? claim : claims.get(0);
    }

    void settle(Settle settle) {
      turn(store, List.of(settle), 0);
    }

    void corrupt(int number) {
      String id = new JobId(1, number).toString().replace("-", "");
      try (Stream<Path> files = Files.list(root.resolve("queues").resolve(QUEUE).resolve("jobs"))) {
        Files.writeString(files.filter(f -> f.toString().contains(id)).findAny().get(), "garbage");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      open.forEach(DirectoryJobStore::close);
      context.close();
    }
  }

  private static List<Claim> turn(DirectoryJobStore store, List<Settle> done, int want) {
    return store.turn(new TurnRequest(done, List.of(QUEUE), want, LEASE, "node")).claims();
  }

  /** What a process calls, each of which moves one job at most. */
  private interface Call {
    void on(World world);
  }

  private static final List<Call> LIFE =
      List.of(
          world -> world.put(1, Duration.ZERO),
          world -> world.put(2, Duration.ZERO),
          world -> world.put(3, Duration.ofMinutes(10)),
          World::claim,
          world -> world.settle(Settle.complete(world.claim)),
          World::claim,
          world -> world.settle(Settle.retry(world.claim, Duration.ZERO, new Failure("boom"))),
          World::claim,
          world -> world.store.extend(List.of(world.claim), LEASE.multipliedBy(2)),
          world -> world.settle(Settle.bury(world.claim, new Failure("hopeless"))),
          world -> world.store.requeue(QUEUE, List.of(new JobId(1, 2))),
          World::claim,
          world -> world.settle(Settle.snooze(world.claim, Duration.ZERO)),
          World::claim,
          world -> world.settle(Settle.handBack(world.claim)),
          World::claim,
          world -> world.context.advance(LEASE),
          world -> world.store.sweep(NOWHERE, 9, 2), // a new term, with nothing to move
          world -> world.store.sweep(QUEUE, 9, 2), // rescues
          World::claim,
          world -> world.store.cancel(List.of(new JobId(1, 2))),
          world -> world.settle(Settle.release(world.claim, Duration.ZERO)), // removes and folds
          world -> world.context.advance(Duration.ofMinutes(10)),
          world -> world.store.sweep(QUEUE, 9, 1), // too old: nothing
          world -> world.store.sweep(QUEUE, 9, 2), // promotes
          world -> world.corrupt(3),
          World::claim, // sets it aside
          world -> world.put(1, Duration.ZERO), // a second life
          world -> world.store.pause(QUEUE, true),
          world -> world.store.bound(QUEUE, 7),
          world -> world.store.pause(QUEUE, false),
          World::claim,
          world -> world.settle(Settle.complete(world.claim)), // folds again
          world -> world.put(4, Duration.ZERO),
          World::claim,
          world -> world.settle(Settle.bury(world.claim, new Failure("hopeless"))),
          world -> world.store.prune(NOWHERE, Duration.ZERO, 0, 9, 3), // a new term again
          world -> world.store.prune(QUEUE, Duration.ZERO, 0, 9, 2), // too old: nothing
          world -> world.store.prune(QUEUE, Duration.ZERO, 0, 9, 3),
          world -> world.put(8, Duration.ZERO),
          World::claim,
          world -> world.settle(Settle.bury(world.claim, new Failure("hopeless"))),
          world -> world.store.forget(QUEUE, List.of(new JobId(1, 8))),
          world -> world.put(5, Duration.ZERO),
          world -> world.store.clear(QUEUE), // folds a third time
          world -> world.put(6, Duration.ZERO),
          world -> world.put(7, Duration.ZERO));

  /** All that can be seen from outside. */
  private static List<String> look(DirectoryJobStore store) {
    List<String> seen = new ArrayList<>();
    seen.add("newest term " + store.sweep(NOWHERE, 1, 1).newerTerm());
    store.stats(List.of(QUEUE)).forEach(stats -> seen.add(stats.toString()));
    for (JobState state : JobState.values()) {
      for (JobView view : store.list(QUEUE, state, PageRequest.first(99)).items()) {
        seen.add(view.toString());
      }
    }
    return seen;
  }

  @Test
  void whoeverDiesBeforeAnyChangeOfAFileLeavesAllAsBeforeTheCallOrAsAfterIt() throws IOException {
    List<List<String>> whole = new ArrayList<>();
    int changes;
    try (World world = new World(Integer.MAX_VALUE)) {
      DirectoryJobStore other = world.open(new Writes());
      whole.add(look(world.store));
      for (Call call : LIFE) {
        call.on(world);
        whole.add(look(world.store));
        assertThat(look(other)).as("after %d calls", whole.size() - 1).isEqualTo(look(world.store));
      }
      changes = world.writes.changes;
    }
    assertThat(changes).isGreaterThan(100);
    for (int last = 0; last < changes; last++) {
      dieBefore(last, whole);
    }
  }

  private void dieBefore(int last, List<List<String>> whole) throws IOException {
    try (World world = new World(last)) {
      DirectoryJobStore witness = world.open(new Writes());
      DirectoryJobStore sleeper = world.open(new Writes());
      int call = 0;
      try {
        while (true) {
          look(witness);
          look(sleeper);
          LIFE.get(call).on(world);
          call++;
        }
      } catch (Death death) {
        // As planned.
      }
      DirectoryJobStore heir = world.open(new Writes());
      List<String> left = look(heir);

      String where = "change %d, in call %d".formatted(last, call);
      assertThat(List.of(whole.get(call), whole.get(call + 1))).as(where).contains(left);
      assertThat(look(witness)).as(where + ", for one who was there").isEqualTo(left);
      goOn(world, heir, sleeper, where);
    }
  }

  /** Nothing is stuck, nothing counted twice, and tokens go on growing. */
  private static void goOn(
      World world, DirectoryJobStore heir, DirectoryJobStore sleeper, String where) {
    world.context.advance(Duration.ofHours(1));
    if (heir.stats(List.of(QUEUE)).get(0).paused()) {
      heir.pause(QUEUE, false);
    }
    long token = world.claim == null ? 0 : world.claim.token();
    List<Claim> claims = turn(heir, List.of(), 99);
    while (!claims.isEmpty()) {
      assertThat(look(sleeper)).as(where + ", for one who looks later").isEqualTo(look(heir));
      for (Claim claim : claims) {
        assertThat(claim.token()).as(where).isGreaterThan(token);
        token = claim.token();
      }
      claims = turn(heir, claims.stream().map(Settle::complete).toList(), 99);
    }
    QueueStats stats = heir.stats(List.of(QUEUE)).get(0);
    assertThat(stats.ready() + stats.delayed() + stats.reserved()).as(where).isZero();
    assertThat(stats.pushed())
        .as(where)
        .isEqualTo(stats.completed() + stats.removed() + stats.failed());
  }
}
