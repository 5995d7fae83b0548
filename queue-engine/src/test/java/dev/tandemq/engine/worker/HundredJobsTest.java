package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.handler.JobContext;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle.Arrow;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A whole run in one thread: no real time passes. */
class HundredJobsTest {

  private static final String HANGS_ONCE = "13";
  private static final String LOSES_ITS_LEASE = "50";

  private final WorkerFixture fixture = new WorkerFixture();
  private final Map<String, List<String>> ends = new HashMap<>();

  /** Calls that would renew the one job's first attempt do not get through. */
  private static final class HalfDeafStore extends ForwardingJobStore {

    HalfDeafStore(JobStore store) {
      super(store);
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      boolean isCut =
          claims.stream()
              .anyMatch(
                  claim -> claim.attempt() == 1 && claim.job().text().equals(LOSES_ITS_LEASE));
      return isCut
          ? CompletableFuture.failedFuture(new QueueUnavailableException("cut off", null))
          : super.extend(claims, lease);
    }
  }

  private CompletionStage<?> handle(JobContext job) {
    String text = job.text();
    boolean isFirst = job.attempt() == 1;
    if (Integer.parseInt(text) % 7 == 0 && isFirst) {
      throw new IllegalStateException("not yet");
    }
    if (text.equals(HANGS_ONCE) && isFirst) {
      return new CompletableFuture<>();
    }
    return fixture.after(
        text.equals(LOSES_ITS_LEASE) && isFirst ? Duration.ofMinutes(5) : Duration.ofMillis(20));
  }

  @Test
  void aHundredJobsWithRetriesATimeoutAndALostLeaseAreAllDoneOnce() {
    List<JobId> ids = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      Duration timeout =
          Integer.toString(i).equals(LOSES_ITS_LEASE) ? Duration.ZERO : Duration.ofSeconds(10);
      ids.add(fixture.push(fixture.job(Integer.toString(i)).timeout(timeout)));
    }
    Worker worker =
        fixture
            .distantWorker(HalfDeafStore::new)
            .slots(8)
            .onAttempt(
                report ->
                    ends.computeIfAbsent(report.claim().job().text(), text -> new ArrayList<>())
                        .add(report.settle().arrow() + " " + report.result()))
            .buildAsync(this::handle);
    worker.start();
    CompletableFuture<Void> drained = worker.drained().toCompletableFuture();

    fixture.context.advance(Duration.ofMinutes(1));

    assertThat(drained).isCompleted();
    assertThat(fixture.stats().completed()).isEqualTo(100);
    assertThat(fixture.stats().failed()).isZero();
    assertThat(fixture.stats().rescued()).isEqualTo(1);
    // 14 multiples of seven, the one that timed out and the one that lost its lease.
    assertThat(fixture.stats().retried()).isEqualTo(16);
    assertThat(ends.get("7")).containsExactly("RETRY APPLIED", "COMPLETE APPLIED");
    assertThat(ends.get(HANGS_ONCE)).containsExactly("RETRY APPLIED", "COMPLETE APPLIED");
    assertThat(ends.get(LOSES_ITS_LEASE))
        .containsExactlyInAnyOrder(Arrow.RETRY + " " + SettleResult.LOST, "COMPLETE APPLIED");
    assertThat(ids)
        .allSatisfy(
            id -> assertThat(fixture.store.find(id).toCompletableFuture().join()).isEmpty());
  }
}
