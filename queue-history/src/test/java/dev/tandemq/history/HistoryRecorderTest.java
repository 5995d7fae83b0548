package dev.tandemq.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.NodeId;
import dev.tandemq.handler.JobContext;
import dev.tandemq.job.Job;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class HistoryRecorderTest {

  private final Told told = new Told();

  @Test
  void eventsCarryTimeSinceTheBeginningAndWhoseTheyAre() {
    HistoryRecorder next = told.recorder.as(new NodeId("n2", "second"));
    told.recorder.write(told.recorder.event(Op.STOP, Phase.INVOKE));
    next.write(next.event(Op.CRASH, Phase.OK));
    assertThat(told.events)
        .extracting(HistoryEvent::at, HistoryEvent::node, HistoryEvent::incarnation)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, "n1", "first"),
            org.assertj.core.groups.Tuple.tuple(2L, "n2", "second"));
  }

  @Test
  void anotherProcessGoesOnWithTheSameMomentZero() {
    long origin = told.nanoTime() - 1_000;
    HistoryRecorder other =
        new HistoryRecorder(told.events::add, told, new NodeId("n2", "x"), origin);
    other.write(other.event(Op.STOP, Phase.INVOKE));
    assertThat(told.events).extracting(HistoryEvent::at).containsExactly(1_001L);
  }

  @Test
  void callsOfOneStartHaveNumbersOfTheirOwn() {
    HistoryRecorder next = told.recorder.as(new NodeId("n2", "second"));
    assertThat(told.recorder.nextCalls(3)).isEqualTo(1);
    assertThat(told.recorder.nextCalls(1)).isEqualTo(4);
    assertThat(next.nextCalls(1)).isEqualTo(1);
  }

  @Test
  void sinkThatFailsVoidsTheHistoryAndHarmsNobody() {
    IllegalStateException full = new IllegalStateException("disk full");
    List<HistoryEvent> written = new ArrayList<>();
    HistoryRecorder recorder =
        new HistoryRecorder(
            event -> {
              if (written.size() == 1) {
                throw full;
              }
              written.add(event);
            },
            told,
            new NodeId("n1", "first"));
    Answers answers = new Answers().answer("clear", 1).answer("clear", 2);
    JobStore store = new RecordingJobStore(answers.store(), recorder, Side.CALLER);
    assertThat(recorder.trouble()).isEmpty();
    assertThat(store.clear("mail")).isCompletedWithValue(1);
    assertThat(store.clear("mail")).isCompletedWithValue(2);
    assertThat(written).hasSize(1);
    assertThat(recorder.trouble()).containsSame(full);
    assertThat(recorder.as(new NodeId("n2", "x")).trouble()).containsSame(full);
  }

  @Test
  void handlersBeginAndEnd() throws Exception {
    RecordingMiddleware middleware = new RecordingMiddleware(told.recorder);
    List<String> ran = new ArrayList<>();
    middleware.handle(new Attempt(false), job -> ran.add("ran"));
    assertThatThrownBy(
            () ->
                middleware.handle(
                    new Attempt(true),
                    job -> {
                      throw new InterruptedException("told");
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(ran).containsExactly("ran");
    assertThat(told.lines())
        .containsExactly(
            "START OK job 1 mail token 7 attempt 2",
            "END OK job 1 mail token 7 attempt 2 -> RETURNED",
            "START OK job 1 mail token 7 attempt 2",
            "END OK job 1 mail token 7 attempt 2 name CANCELLED -> THREW ! InterruptedException");
    Answers answers = new Answers();
    answers.stage("put", CompletableFuture::new);
    new RecordingJobStore(answers.store(), told.recorder, Side.CALLER).put(List.of(Answers.job(1)));
    assertThat(told.events.get(0).hash()).isEqualTo(told.events.get(4).hash());
  }

  private record Attempt(boolean isCancelled) implements JobContext {

    @Override
    public Job job() {
      return Answers.job(1);
    }

    @Override
    public int attempt() {
      return 2;
    }

    @Override
    public long token() {
      return 7;
    }

    @Override
    public String node() {
      return "n1";
    }

    @Override
    public Optional<Duration> remaining() {
      return Optional.empty();
    }

    @Override
    public void heartbeat() {}
  }
}
