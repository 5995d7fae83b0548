package dev.tandemq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.worker.Worker;
import dev.tandemq.job.JobType;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The default queue of the whole program. */
final class TandemTest {

  private static final JobType<Integer> NUMBER = JobType.of("number", Integer.class);

  @AfterEach
  void close() {
    Tandem.close();
  }

  @Test
  void everythingStandsOnOneManager() throws Exception {
    Tandem.push("text");
    Tandem.push(new byte[] {1});
    Tandem.push(Tandem.newJob().payload("urgent").priority(1).build());
    Tandem.push(NUMBER, 7);
    Tandem.later(Duration.ofHours(1), "text");
    Tandem.later(Duration.ofHours(1), new byte[] {1});
    Tandem.later(Duration.ofHours(1), NUMBER, 8);

    assertThat(Tandem.size()).isEqualTo(7);
    assertThat(Tandem.stats().ready()).isEqualTo(4);
    assertThat(Tandem.queue().stats()).isEqualTo(Tandem.stats());
    assertThat(Tandem.queue("other").size()).isZero();
    assertThat(Tandem.pop(Duration.ZERO).orElseThrow().job().text()).isEqualTo("urgent");
    assertThat(Tandem.clear()).isEqualTo(7);
  }

  @Test
  void workerServesTheDefaultQueue() throws Exception {
    ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    Worker worker = Tandem.worker().start(job -> done.add(job.text()));

    Tandem.push("Ada");
    worker.drain();

    assertThat(done).containsExactly("Ada");
  }

  @Test
  void aManagerOfOnesOwnTakesTheDefaultsPlace() {
    QueueManager own = new QueueManager().extend("own", "memory:");

    assertThat(Tandem.use(own)).isEmpty();
    Tandem.push("x");

    assertThat(own.size()).isEqualTo(1);
    assertThat(Tandem.manager()).isSameAs(own);
    assertThat(Tandem.use(new QueueManager())).containsSame(own);
    own.close();
  }

  @Test
  void afterCloseANewOneIsMade() {
    QueueManager first = Tandem.manager();
    Tandem.push("x");

    Tandem.close();
    Tandem.close();

    assertThat(Tandem.manager()).isNotSameAs(first);
    assertThat(Tandem.size()).isZero();
  }

  @Test
  void urlComesFromTheSystemProperty() {
    System.setProperty("tandem.url", "memory:?namespace=other");
    try {
      assertThat(Tandem.size()).isZero();
      Tandem.close();
      System.setProperty("tandem.url", "nonsense:");
      assertThatThrownBy(Tandem::manager)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nonsense");
    } finally {
      System.clearProperty("tandem.url");
    }
  }
}
