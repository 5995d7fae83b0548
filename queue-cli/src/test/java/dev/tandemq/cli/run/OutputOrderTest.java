package dev.tandemq.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutputOrderTest {

  @Test
  void asTheyFinish() {
    OutputOrder order = OutputOrder.ofFinishing();

    assertThat(sequences(order.add(job(1)))).containsExactly(1L);
    assertThat(sequences(order.add(job(0)))).containsExactly(0L);
    assertThat(order.rest()).isEmpty();
  }

  @Test
  void asTheInputWas() {
    OutputOrder order = OutputOrder.ofInput();

    assertThat(order.add(job(2))).isEmpty();
    assertThat(order.add(job(1))).isEmpty();
    assertThat(sequences(order.add(job(0)))).containsExactly(0L, 1L, 2L);
    assertThat(sequences(order.add(job(3)))).containsExactly(3L);
  }

  @Test
  void whatIsHeldBackComesInTheEnd() {
    OutputOrder order = OutputOrder.ofInput();

    assertThat(order.add(job(5))).isEmpty();
    assertThat(order.add(job(3))).isEmpty();
    assertThat(sequences(order.rest())).containsExactly(3L, 5L);
    assertThat(order.rest()).isEmpty();
  }

  private static List<Long> sequences(List<Arrival> jobs) {
    return jobs.stream().map(Arrival::sequence).toList();
  }

  private static Arrival job(long sequence) {
    return new Arrival(sequence, 0, Optional.empty());
  }
}
