package dev.tandemq.memory;

import dev.tandemq.job.Failure;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Settle.Arrow;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StringGen;

/**
 * What two threads do to a memory store, and what they see of it, as text. A settlement is sent for
 * each of the jobs with the same token: one of them may hold it, whoever claimed it.
 */
@Param(name = "id", gen = IntGen.class, conf = "1:4")
@Param(name = "token", gen = IntGen.class, conf = "1:4")
@Param(name = "arrow", gen = StringGen.class)
@Param(name = "want", gen = IntGen.class, conf = "1:2")
public final class StoreOperations {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final List<String> QUEUES = List.of(Samples.FIRST, Samples.SECOND);

  private final JobStore store = MemoryFixtures.open(new StillContext());

  /** A fresh store. */
  public StoreOperations() {}

  /** Pushes one of the jobs. */
  @Operation
  public String put(@Param(name = "id") int id) {
    PutResult result = now(store.put(List.of(Samples.job(id)))).get(0);
    return (result instanceof PutResult.Added ? "added " : "duplicate of ") + result.id().low();
  }

  /** Claims in both queues. */
  @Operation
  public String claim(@Param(name = "want") int want) {
    return text(now(store.turn(request(List.of(), want))));
  }

  /** Settles a claim of anybody. */
  @Operation
  public String settle(@Param(name = "token") int token, @Param(name = "arrow") String arrow) {
    return now(store.turn(request(settlements(token, Arrow.valueOf(arrow)), 0)))
        .settled()
        .toString();
  }

  /** Settles a claim of anybody, then claims. */
  @Operation
  public String turn(
      @Param(name = "token") int token,
      @Param(name = "arrow") String arrow,
      @Param(name = "want") int want) {
    Turn turn = now(store.turn(request(settlements(token, Arrow.valueOf(arrow)), want)));
    return turn.settled() + " " + text(turn);
  }

  /** Extends a claim of anybody. */
  @Operation
  public String extend(@Param(name = "token") int token) {
    return now(store.extend(claims(token), LEASE)).toString();
  }

  /** Looks at a job. */
  @Operation
  public String find(@Param(name = "id") int id) {
    Optional<JobView> found = now(store.find(idOf(id)));
    return found
        .map(job -> Samples.found(job.state(), job.attempts(), job.token(), job.isCancelled()))
        .orElse("nothing");
  }

  /** Cancels a job. */
  @Operation
  public String cancel(@Param(name = "id") int id) {
    return now(store.cancel(List.of(idOf(id)))).toString();
  }

  /** Brings a failed job back. */
  @Operation
  public int requeue(@Param(name = "id") int id) {
    return now(store.requeue(Samples.queue(id), List.of(idOf(id))));
  }

  /** Removes a job. */
  @Operation
  public int remove(@Param(name = "id") int id) {
    return now(store.remove(List.of(idOf(id))));
  }

  /** Removes a failed job. */
  @Operation
  public int forget(@Param(name = "id") int id) {
    return now(store.forget(Samples.queue(id), List.of(idOf(id))));
  }

  /** Clears the first queue. */
  @Operation
  public int clear() {
    return now(store.clear(Samples.FIRST));
  }

  /** Reads the counters of both queues. */
  @Operation
  public String stats() {
    List<QueueStats> stats = now(store.stats(QUEUES));
    return text(stats.get(0)) + " " + text(stats.get(1));
  }

  private static <T> T now(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }

  private static JobId idOf(int id) {
    return Samples.job(id).id();
  }

  private static TurnRequest request(List<Settle> done, int want) {
    return new TurnRequest(done, QUEUES, want, LEASE, "node");
  }

  private static List<Settle> settlements(int token, Arrow arrow) {
    Duration delay = arrow == Arrow.SNOOZE ? Duration.ofHours(1) : Duration.ZERO;
    return claims(token).stream()
        .map(claim -> new Settle(claim, arrow, delay, new Failure("")))
        .toList();
  }

  private static List<Claim> claims(int token) {
    List<Claim> claims = new ArrayList<>();
    for (int id : Samples.IDS) {
      claims.add(new Claim(Samples.job(id), token, 1, 0, "node", Instant.EPOCH, Duration.ZERO));
    }
    return claims;
  }

  private static String text(Turn turn) {
    List<String> claimed = new ArrayList<>();
    for (Claim claim : turn.claims()) {
      claimed.add(
          Samples.claimed(claim.job().id().low(), claim.token(), claim.attempt(), claim.snoozes()));
    }
    return claimed + (turn.more() ? " more" : "");
  }

  private static String text(QueueStats stats) {
    return Samples.counted(
        stats.ready(),
        stats.delayed(),
        stats.reserved(),
        stats.failed(),
        stats.pushed(),
        stats.completed(),
        stats.removed(),
        stats.retried(),
        stats.retries(),
        stats.snoozed());
  }
}
