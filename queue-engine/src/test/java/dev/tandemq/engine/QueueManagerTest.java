package dev.tandemq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.worker.Worker;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Named connections, one of them the default. */
final class QueueManagerTest {

  record Greeting(String name) {}

  private static final JobType<Greeting> GREETING = JobType.of("greeting", Greeting.class);

  private final QueueManager manager = new QueueManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void firstConnectionIsTheDefault() throws Exception {
    manager.extend("mails", "memory:").extend("audit", "memory:", "records");

    JobId mail = manager.push("a mail");
    manager.queue("audit").push("a record");

    assertThat(manager.defaultName()).contains("mails");
    assertThat(manager.names()).containsExactly("mails", "audit");
    assertThat(manager.queue().name()).isEqualTo(QueueManager.DEFAULT_QUEUE);
    assertThat(manager.queue("audit").name()).isEqualTo("records");
    assertThat(manager.pop(Duration.ZERO).orElseThrow().job().id()).isEqualTo(mail);
    assertThat(manager.pop(Duration.ZERO)).isEmpty();
    assertThat(manager.queue("audit").size()).isEqualTo(1);
  }

  @Test
  void anotherConnectionCanBeMadeTheDefault() {
    manager.extend("mails", "memory:").extend("audit", "memory:").useDefault("audit");

    manager.push("a record");

    assertThat(manager.defaultName()).contains("audit");
    assertThat(manager.queue("audit").size()).isEqualTo(1);
    assertThat(manager.queue("mails").size()).isZero();
  }

  @Test
  void theDefaultQueueHasTheWordsOfAQueue() throws Exception {
    manager.extend("mails", "memory:");

    manager.push("text");
    manager.push(new byte[] {1});
    manager.push(manager.newJob().priority(3).build());
    manager.push(GREETING, new Greeting("Ada"));
    manager.later(Duration.ofHours(1), "text");
    manager.later(Duration.ofHours(1), new byte[] {1});
    manager.later(Duration.ofHours(1), GREETING, new Greeting("Grace"));

    assertThat(manager.size()).isEqualTo(7);
    assertThat(manager.stats().ready()).isEqualTo(4);
    assertThat(manager.stats().delayed()).isEqualTo(3);
    assertThat(manager.pop(Duration.ZERO).orElseThrow().job().priority()).isEqualTo(3);
    assertThat(manager.clear()).isEqualTo(7);
    assertThat(manager.size()).isZero();
  }

  @Test
  void workersServeTheQueueOfTheirConnection() throws Exception {
    manager.extend("mails", "memory:").extend("audit", "memory:", "records");
    ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    Worker mails = manager.worker().start(job -> done.add("mail " + job.text()));
    Worker records = manager.worker("audit").start(job -> done.add("record " + job.text()));

    manager.push("1");
    manager.queue("audit").push("2");
    mails.drain();
    records.drain();

    assertThat(done).containsExactlyInAnyOrder("mail 1", "record 2");
  }

  @Test
  void nameIsGivenOnce() {
    manager.extend("mails", "memory:");

    assertThatThrownBy(() -> manager.extend("mails", "memory:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"mails\" is there already");
  }

  @Test
  void unknownNameIsToldWithThoseThatAreThere() {
    manager.extend("mails", "memory:");

    for (var call :
        List.<ThrowingCallable>of(
            () -> manager.queue("audit"),
            () -> manager.connection("audit"),
            () -> manager.worker("audit"),
            () -> manager.useDefault("audit"))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"audit\"")
          .hasMessageContaining("[mails]");
    }
  }

  @Test
  void managerWithoutAConnectionSaysHowToGetOne() {
    assertThat(manager.defaultName()).isEmpty();
    assertThatThrownBy(() -> manager.push("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("extend(name, url)");
  }

  @Test
  void aConnectionThatCannotBeOpenedTakesNoName() {
    assertThatThrownBy(() -> manager.extend("mails", "nonsense:"))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(manager.names()).isEmpty();
    assertThat(manager.defaultName()).isEmpty();
  }

  @Test
  void badQueueNameOpensNothing() {
    assertThatThrownBy(() -> manager.extend("mails", "memory:", "a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("queue");

    assertThat(manager.names()).isEmpty();
  }

  @Test
  @Rule("V5")
  void closeClosesAllConnectionsOnce() {
    manager.extend("mails", "memory:").extend("audit", "memory:");
    Queues mails = manager.connection("mails");
    Queue audit = manager.queue("audit");

    manager.close();
    manager.close();

    assertThatThrownBy(() -> mails.queue("q")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(audit::size).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> manager.push("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> manager.extend("more", "memory:"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingAHandleLeavesTheDefaultQueueOpen() {
    manager.extend("mails", "memory:");

    manager.queue().close();

    assertThatCode(() -> manager.push("x")).doesNotThrowAnyException();
  }
}
