package dev.tandemq.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.BlockingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A blocking store behind the port that does not block. Calls run when the test says so. */
final class JobStoresTest {

  private static final Capabilities SMALL =
      new Capabilities(Set.of(), Capabilities.MIN_PAYLOAD_BYTES, 2);

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private Supplier<Object> behaviour = () -> 7;
  private final JobStore store = JobStores.blocking(blocking(), SMALL, waiting::add);

  /** Notes each call, and answers as the test wants. */
  private BlockingJobStore blocking() {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          calls.add(method.getName());
          return switch (method.getName()) {
            case "close", "pause", "bound" -> null;
            case "onReady", "onRoom" -> (Subscription) () -> {};
            default -> behaviour.get();
          };
        };
    return (BlockingJobStore)
        Proxy.newProxyInstance(
            BlockingJobStore.class.getClassLoader(),
            new Class<?>[] {BlockingJobStore.class},
            handler);
  }

  private static Job job(int payload) {
    return Job.builder()
        .id(new JobId(1, payload))
        .queue("q")
        .createdAt(Instant.EPOCH)
        .payload(new byte[payload])
        .build();
  }

  private void runNext() {
    waiting.remove().run();
  }

  private static Throwable failure(CompletionStage<?> stage) {
    return stage.toCompletableFuture().handle((answer, e) -> e).join();
  }

  @Test
  void aCallReturnsBeforeItIsDoneAndTheStageBringsItsAnswer() {
    CompletionStage<Integer> answer = store.clear("q");

    assertThat(calls).isEmpty();
    assertThat(answer.toCompletableFuture()).isNotDone();
    runNext();
    assertThat(calls).containsExactly("clear");
    assertThat(answer.toCompletableFuture()).isCompletedWithValue(7);
  }

  @Test
  void aCallWithoutAResultIsAnsweredToo() {
    CompletionStage<Void> answer = store.pause("q", true);
    runNext();

    assertThat(answer.toCompletableFuture()).isCompletedWithValue(null);
  }

  @Test
  void misuseThrowsFromTheCallAndNeverReachesTheStore() {
    List<Job> three = List.of(job(1), job(2), job(3));
    List<Job> large = List.of(job(Capabilities.MIN_PAYLOAD_BYTES + 1));

    assertThatThrownBy(() -> store.put(three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jobs of one call are 3; the limit is 2");
    assertThatThrownBy(() -> store.put(large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("payload of");
    assertThatThrownBy(() -> store.sweep("", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.bound("q", -1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(waiting).isEmpty();
    assertThat(calls).isEmpty();
  }

  @Test
  void aTurnAsksTheStoreForNoMoreThanOneBatch() {
    List<Integer> wanted = new ArrayList<>();
    ForwardingTurn turn = new ForwardingTurn(wanted);
    JobStore lifted = JobStores.blocking(turn.store(), SMALL, Runnable::run);

    lifted.turn(new TurnRequest(List.of(), List.of("q"), 100, Duration.ofSeconds(1), "n"));

    assertThat(wanted).containsExactly(2);
  }

  /** Notes how much a turn wants. */
  private record ForwardingTurn(List<Integer> wanted) {

    BlockingJobStore store() {
      return (BlockingJobStore)
          Proxy.newProxyInstance(
              BlockingJobStore.class.getClassLoader(),
              new Class<?>[] {BlockingJobStore.class},
              (proxy, method, arguments) -> {
                wanted.add(((TurnRequest) arguments[0]).want());
                return new Turn(List.of(), List.of(), false);
              });
    }
  }

  @Test
  void troubleThatTheStoreNamesIsPassedOn() {
    QueueForbiddenException forbidden = new QueueForbiddenException("no", null);
    behaviour =
        () -> {
          throw forbidden;
        };
    CompletionStage<Integer> answer = store.clear("q");
    runNext();

    assertThat(failure(answer)).isSameAs(forbidden);
  }

  @Test
  void anArgumentThatOnlyTheStoreCanJudgeIsPassedOn() {
    behaviour =
        () -> {
          throw new IllegalArgumentException("no cursor of mine");
        };
    CompletionStage<?> answer = store.list("q", JobState.READY, PageRequest.first(1));
    runNext();

    assertThat(failure(answer)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyOtherExceptionLeavesTheOutcomeUnknown() {
    behaviour =
        () -> {
          throw new IndexOutOfBoundsException("a bug");
        };
    CompletionStage<?> answer = store.put(List.of(job(1)));
    runNext();

    assertThat(failure(answer))
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class,
            unknown -> assertThat(unknown.ids()).containsExactly(job(1).id()))
        .hasCauseInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anErrorReachesBothTheCallerAndTheThread() {
    behaviour =
        () -> {
          throw new StackOverflowError();
        };
    CompletionStage<?> answer = store.clear("q");

    assertThatThrownBy(this::runNext).isInstanceOf(StackOverflowError.class);
    assertThat(failure(answer))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void aCallThatTheExecutorRejectsChangedNothing() {
    JobStore full =
        JobStores.blocking(
            blocking(),
            SMALL,
            step -> {
              throw new RejectedExecutionException();
            });

    assertThat(failure(full.clear("q")))
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining("nothing was changed");
    full.close();
    assertThat(calls).containsExactly("close");
  }

  @Test
  void afterCloseEveryCallThrowsAndTheStoreIsClosedOnce() {
    store.close();
    store.close();

    assertThatThrownBy(store::queues).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.onReady("q", () -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.onRoom("q", () -> {})).isInstanceOf(IllegalStateException.class);
    assertThat(calls).containsExactly("close");
  }

  @Test
  void aCallThatHasNotBegunBeforeTheCloseIsNotMade() {
    CompletionStage<Integer> answer = store.clear("q");
    store.close();
    runNext();

    assertThat(failure(answer)).isInstanceOf(QueueUnavailableException.class);
    assertThat(calls).containsExactly("close");
  }

  @Test
  void aCallThatRunsDuringTheCloseEndsBeforeTheStoreIsClosed() {
    behaviour =
        () -> {
          store.close();
          calls.add("clear ends");
          return 7;
        };
    CompletionStage<Integer> answer = store.clear("q");
    runNext();

    assertThat(answer.toCompletableFuture()).isCompletedWithValue(7);
    assertThat(calls).containsExactly("clear", "clear ends", "close");
  }

  @Test
  void anInterruptThatACallLeavesBehindDoesNotHitTheNext() {
    AtomicBoolean second = new AtomicBoolean(true);
    behaviour =
        () -> {
          second.set(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
          return 7;
        };
    store.clear("q");
    store.clear("q");
    runNext();
    runNext();

    assertThat(second).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }
}
