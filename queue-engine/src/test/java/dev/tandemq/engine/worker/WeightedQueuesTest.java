package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Queues served by weight. */
class WeightedQueuesTest {

  private final WorkerFixture fixture = new WorkerFixture();

  private void push(String queue, int jobs) {
    for (int i = 0; i < jobs; i++) {
      fixture.push(fixture.job(queue).queue(queue));
    }
  }

  private List<String> served(Map<String, Integer> weights) {
    List<String> order = new ArrayList<>();
    fixture
        .quietWorker(weights.keySet().toArray(new String[0]))
        .weights(weights)
        .slots(1)
        .start(job -> order.add(job.text()));
    fixture.context.runUntilIdle();
    return order;
  }

  @Test
  @Rule("W2")
  void busyQueuesGetTheirSharesAndNoneStarves() {
    Map<String, Integer> weights = new TreeMap<>(Map.of("a", 6, "b", 3, "c", 1));
    weights.keySet().forEach(queue -> push(queue, 3000));

    // As long as none is empty: 3000 jobs of the first one last for 5000 in all.
    List<String> served = served(weights).subList(0, 4000);

    assertThat(Collections.frequency(served, "a")).isBetween(2280, 2520);
    assertThat(Collections.frequency(served, "b")).isBetween(1090, 1310);
    assertThat(Collections.frequency(served, "c")).isBetween(330, 470);
  }

  @Test
  @Rule("W2")
  void aQueueOfWeightOneIsServedBesideOneOfAThousand() {
    push("heavy", 20_000);
    push("light", 1);

    List<String> served = served(new TreeMap<>(Map.of("heavy", 1000, "light", 1)));

    assertThat(served.indexOf("light")).isBetween(0, 10_000);
  }

  @Test
  void anEmptyQueueIsPassedOverInTheSameTurn() {
    push("light", 500);

    List<String> served = served(new TreeMap<>(Map.of("heavy", 1000, "light", 1)));

    // No poll and no time: had a turn come back empty the slot would be at rest.
    assertThat(served).hasSize(500);
  }

  @Test
  void theSecondPlaceIsDrawnByWeightAmongTheRest() {
    QueueOrder order =
        QueueOrder.weighted(new TreeMap<>(Map.of("a", 2, "b", 1, "c", 1)), new Random(7));
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 60_000; i++) {
      counts.merge(String.join("", order.next()), 1, Integer::sum);
    }

    // P(abc) = 2/4 * 1/2; P(bac) = 1/4 * 2/3; P(bca) = 1/4 * 1/3; and so on.
    assertThat(counts).containsOnlyKeys("abc", "acb", "bac", "bca", "cab", "cba");
    assertThat(counts.get("abc")).isBetween(14_500, 15_500);
    assertThat(counts.get("acb")).isBetween(14_500, 15_500);
    assertThat(counts.get("bac")).isBetween(9_600, 10_400);
    assertThat(counts.get("bca")).isBetween(4_700, 5_300);
    assertThat(counts.get("cab")).isBetween(9_600, 10_400);
    assertThat(counts.get("cba")).isBetween(4_700, 5_300);
  }

  @Test
  void weightsMustNameExactlyItsQueues() {
    assertThatThrownBy(() -> fixture.quietWorker("a", "b").weights(Map.of("a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a]")
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(() -> fixture.quietWorker("a").weights(Map.of("a", 1, "b", 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void weightsRangeFromOneToAThousand() {
    assertThatThrownBy(() -> fixture.quietWorker("a").weights(Map.of("a", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight of a is 0; it ranges from 1 to 1000");
    assertThatThrownBy(() -> fixture.quietWorker("a").weights(Map.of("a", 1001)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
