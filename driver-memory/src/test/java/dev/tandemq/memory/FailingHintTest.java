package dev.tandemq.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A listener's trouble is not that of whoever changed the store. */
class FailingHintTest {

  private final JobStore store =
      new MemoryJobStore(
          new ManualContext(1), new Capabilities(Set.of(), Capabilities.MIN_PAYLOAD_BYTES, 100));

  @Test
  void aHintThatThrowsFailsNoPushAndKeepsNoOtherHintFromBeingCalled() {
    AtomicInteger heard = new AtomicInteger();
    store.onReady(
        "q",
        () -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
    store.onReady("q", heard::incrementAndGet);
    var unused =
        store.turn(new TurnRequest(List.of(), List.of("q"), 1, Duration.ofSeconds(1), "n"));
    Job job = Job.builder().id(new JobId(1, 2)).queue("q").createdAt(Instant.EPOCH).build();

    List<PutResult> results = store.put(List.of(job)).toCompletableFuture().join();

    assertThat(results).containsExactly(new PutResult.Added(job.id()));
    assertThat(heard).hasValue(1);
  }
}
