package dev.tandemq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked of a store in one turn. */
final class TurnRequestTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, Integer.MAX_VALUE})
  void anyNumberOfJobsMayBeWanted(int want) {
    TurnRequest request = new TurnRequest(List.of(), List.of("q"), want, LEASE, "node");

    assertThat(request.want()).isEqualTo(want);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  void lessThanNoJobsCannotBeWanted(int want) {
    assertThatThrownBy(() -> new TurnRequest(List.of(), List.of("q"), want, LEASE, "node"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("want is " + want + "; it must not be negative");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void leaseIsMoreThanZero(long nanos) {
    Duration lease = Duration.ofNanos(nanos);

    assertThatThrownBy(() -> new TurnRequest(List.of(), List.of("q"), 1, lease, "node"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lease is " + lease + "; it must be more than zero");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 315_360_000_000_000_000L})
  void leaseMayBeAnythingMoreThanZero(long nanos) {
    Duration lease = Duration.ofNanos(nanos);

    TurnRequest request = new TurnRequest(List.of(), List.of("q"), 1, lease, "node");

    assertThat(request.lease()).isEqualTo(lease);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", ".."})
  void nodeIsAName(String node) {
    assertThatThrownBy(() -> new TurnRequest(List.of(), List.of("q"), 1, LEASE, node))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("node ");
  }

  @Test
  void listsAreCopiesThatCannotBeChanged() {
    List<Settle> done = new ArrayList<>(List.of(Settle.complete(claim())));
    List<String> queues = new ArrayList<>(List.of("a"));
    TurnRequest request = new TurnRequest(done, queues, 1, LEASE, "node");

    done.clear();
    queues.add("b");

    assertThat(request.done()).hasSize(1);
    assertThat(request.queues()).containsExactly("a");
    assertThatThrownBy(() -> request.done().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> request.queues().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefused() {
    List<Settle> none = List.of();
    List<String> queues = List.of("q");

    assertThatThrownBy(() -> new TurnRequest(null, queues, 1, LEASE, "node"))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> new TurnRequest(none, null, 1, LEASE, "node"))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> new TurnRequest(none, queues, 1, null, "node"))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> new TurnRequest(none, queues, 1, LEASE, null))
        .isInstanceOf(NullPointerException.class);
  }

  private static Claim claim() {
    Job job = Job.builder().id(new JobId(1, 2)).queue("a").createdAt(Instant.EPOCH).build();
    return new Claim(job, 1, 1, 0, "node", Instant.EPOCH, Duration.ZERO);
  }
}
