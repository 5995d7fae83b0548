package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tandemq.engine.codec.JacksonPayloadCodec;
import dev.tandemq.engine.codec.PayloadCodec;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobType;
import dev.tandemq.job.JobView;
import dev.tandemq.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Jobs by their type: each to its handler, and those that no handler can take out of the way. */
final class TypedHandlersTest {

  record Email(String to, int copies) {}

  record Letter(String street) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  record Chosen(String text) {}

  private static final JobType<Email> EMAIL = JobType.of("email", Email.class);
  private static final JobType<Letter> LETTER = JobType.of("letter", Letter.class);

  private final WorkerFixture fixture = new WorkerFixture();
  private final PayloadCodec codec = new JacksonPayloadCodec();
  private final List<String> handled = new ArrayList<>();

  @Test
  void eachJobGoesToTheHandlerOfItsType() {
    push(EMAIL, new Email("ada", 2));
    push(LETTER, new Letter("Rue"));

    run(both());

    assertThat(handled).containsExactly("email Email[to=ada, copies=2] 1", "letter Rue");
    assertThat(fixture.stats().completed()).isEqualTo(2);
  }

  @Test
  @Rule("Y3")
  void unreadablePayloadIsBuriedAtTheFirstAttemptAndTheNextJobsFlowOn() {
    JobId bad = fixture.push(fixture.job("{\"v\":1,\"data\":{\"to\":5}}").type("email"));
    push(EMAIL, new Email("ada", 2));

    run(both());

    assertThat(handled).containsExactly("email Email[to=ada, copies=2] 1");
    assertBuried(bad, "data.to does not fit java.lang.String");
  }

  @Test
  void payloadOfTheFutureIsBuriedWithWhatToDo() {
    JobId bad = fixture.push(fixture.job("{\"v\":3,\"data\":{}}").type("email"));

    run(both());

    assertBuried(bad, "payload is version 3, this program knows up to 1: update it first");
  }

  @Test
  @Rule("Y3")
  void jobOfATypeWithoutAHandlerIsBuriedWithTheKnownOnes() {
    JobId unknown = fixture.push(fixture.job("x").type("fax"));
    JobId raw = fixture.push(fixture.job("x"));
    push(EMAIL, new Email("ada", 2));

    run(both());

    assertThat(handled).hasSize(1);
    assertBuried(unknown, "no handler for type fax; this worker handles [email, letter]");
    assertBuried(raw, "no handler for type raw; this worker handles [email, letter]");
  }

  @Test
  void handlerOfTheRestGetsJobsOfOtherTypes() {
    fixture.push(fixture.job("x").type("fax"));
    JobId bad = fixture.push(fixture.job("x").type("email"));

    run(both().build(job -> handled.add("rest " + job.job().type())));

    assertThat(handled).containsExactly("rest fax");
    assertBuried(bad, "payload is not JSON");
  }

  @Test
  void handlerThatThrowsFailsItsAttemptAsAnyOther() {
    push(EMAIL, new Email("ada", 2));

    run(
        fixture
            .worker()
            .on(
                EMAIL,
                (email, job) -> {
                  handled.add("attempt " + job.attempt());
                  throw new IllegalArgumentException("no such address");
                }));

    assertThat(handled).containsExactly("attempt 1", "attempt 2", "attempt 3");
    assertThat(fixture.list(JobState.FAILED)).hasSize(1);
  }

  @Test
  void handlerMaySignal() {
    push(EMAIL, new Email("ada", 2));

    run(
        fixture
            .worker()
            .on(
                EMAIL,
                (email, job) -> {
                  throw JobSignal.discard("no more");
                }));

    assertThat(fixture.stats().removed()).isEqualTo(1);
  }

  @Test
  void olderPayloadReachesTheHandlerInItsNewForm() {
    fixture.push(fixture.job("{\"v\":1,\"data\":{\"address\":\"ada\"}}").type("email"));
    JobType<Email> second =
        EMAIL.next(
            old -> {
              old.put("to", old.remove("address"));
              return old;
            });

    run(fixture.worker().on(second, (email, job) -> handled.add(email.to())));

    assertThat(handled).containsExactly("ada");
  }

  @Test
  void typeHasOneHandler() {
    assertThatThrownBy(() -> both().on(EMAIL, (email, job) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("type email has a handler already");
  }

  @Test
  void typeWhoseClassCannotBeAPayloadIsRefusedBeforeTheWorkerRuns() {
    assertThatThrownBy(
            () -> fixture.worker().on(JobType.of("c", Chosen.class), (chosen, job) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use = NAME");
  }

  @Test
  void handlersByTypeAndAnAsynchronousOneDoNotGoTogether() {
    assertThatThrownBy(() -> both().buildAsync(job -> CompletableFuture.completedFuture(null)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[email, letter]");
  }

  private WorkerBuilder both() {
    return fixture
        .worker()
        .slots(1)
        .on(EMAIL, (email, job) -> handled.add("email " + email + " " + job.attempt()))
        .on(LETTER, (letter, job) -> handled.add("letter " + letter.street()));
  }

  private void run(WorkerBuilder builder) {
    run(builder.build());
  }

  private void run(Worker worker) {
    worker.start();
    fixture.context.runUntilIdle();
  }

  private <T> void push(JobType<T> type, T payload) {
    Job.Builder job = fixture.job("").type(type.name()).payload(codec.write(type, payload));
    var unused = fixture.push(job);
  }

  private void assertBuried(JobId id, String reason) {
    JobView view = fixture.find(id);
    assertThat(view.state()).isEqualTo(JobState.FAILED);
    assertThat(view.history())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.toString()).contains(reason));
  }
}
