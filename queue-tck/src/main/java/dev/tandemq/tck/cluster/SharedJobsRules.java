package dev.tandemq.tck.cluster;

import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rule Y4: all connections have the same jobs. Each job by itself is the contract of stores. */
public abstract class SharedJobsRules extends ClusterChapter {

  private static final String QUEUE = "q";
  private static final Instant CREATED = Instant.parse("2026-02-03T04:05:06.123456789Z");

  private JobStore jobsHere() {
    return here().cluster().jobs();
  }

  private JobStore jobsThere() {
    return there().cluster().jobs();
  }

  private Job put() {
    Job job =
        Job.builder()
            .id(JobId.create(CREATED.toEpochMilli(), new Random(1)))
            .queue(QUEUE)
            .createdAt(CREATED)
            .type("job")
            .payload("payload")
            .build();
    assertThat(await(jobsHere().put(List.of(job))))
        .as(story("the answer to a put"))
        .containsExactly(new PutResult.Added(job.id()));
    return job;
  }

  private Turn claim(JobStore jobs) {
    return await(jobs.turn(new TurnRequest(List.of(), List.of(QUEUE), 1, LONG, "node")));
  }

  private SettleResult complete(JobStore jobs, Claim claim) {
    TurnRequest request =
        new TurnRequest(List.of(Settle.complete(claim)), List.of(QUEUE), 0, LONG, "node");
    return await(jobs.turn(request)).settled().get(0);
  }

  @Test
  @Rule("Y4")
  void whatIsPutOnOneConnectionIsClaimedOnAnother() {
    Job job = put();

    Turn turn = claim(jobsThere());

    assertThat(turn.claims())
        .as(story("claims on the other connection"))
        .extracting(Claim::job)
        .containsExactly(job);
    assertThat(claim(jobsHere()).claims())
        .as(story("claims of the same job on the connection of the put"))
        .isEmpty();
  }

  @Test
  @Rule("Y4")
  void aClaimIsSettledOnAnyConnection() {
    put();
    Claim claim = claim(jobsThere()).claims().get(0);

    assertThat(complete(jobsHere(), claim))
        .as(story("the completion on the other connection"))
        .isEqualTo(SettleResult.APPLIED);
  }

  @Test
  @Rule("Y4")
  void aHintCrossesToOtherConnections() {
    AtomicInteger hints = new AtomicInteger();
    jobsThere().onReady(QUEUE, hints::incrementAndGet);
    claim(jobsThere());
    hints.set(0);

    put();

    assertThat(comes(() -> hints.get() > 0))
        .as(story("a hint comes on the connection that claimed in vain"))
        .isTrue();
  }

  @Test
  @Rule("Y4")
  void theEndOfAConnectionLeavesTheJobsOfOthersAlone() {
    put();
    here().cluster().close();

    assertThat(claim(jobsThere()).claims())
        .as(story("claims after the end of the connection of the put"))
        .hasSize(1);
  }
}
