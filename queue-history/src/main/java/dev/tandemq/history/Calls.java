package dev.tandemq.history;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes calls and tells how they ended, before the caller knows. */
final class Calls {

  /** Writes down how a call ended. */
  @FunctionalInterface
  interface Ending<T extends @Nullable Object> {

    /**
     * The call ended.
     *
     * @param answer null unless the phase is OK
     * @param error class of what went wrong; empty when the phase is OK
     */
    void tell(@Nullable T answer, Phase phase, String error);
  }

  private final HistoryRecorder recorder;
  private final Side side;

  Calls(HistoryRecorder recorder, Side side) {
    this.recorder = recorder;
    this.side = side;
  }

  /** Whether the beginnings of calls are told. */
  boolean tellsBeginnings() {
    return side == Side.CALLER;
  }

  /** Numbers for some calls; zero where beginnings are not told, for there is nothing to join. */
  long numbers(int count) {
    return side == Side.CALLER && count > 0 ? recorder.nextCalls(count) : 0;
  }

  /** The number after some others. */
  long plus(long first, int index) {
    return first == 0 ? 0 : first + index;
  }

  /** Begins an event. */
  HistoryEvent.Builder event(Op op, Phase phase, long call) {
    return recorder.event(op, phase).call(call);
  }

  void write(HistoryEvent.Builder event) {
    recorder.write(event);
  }

  /**
   * Makes the call. What the target throws is a call that was not made; a stage that fails with a
   * {@link QueueException} other than {@link OutcomeUnknownException} is one that changed nothing;
   * after anything else nobody knows.
   */
  <T extends @Nullable Object> CompletionStage<T> make(
      Supplier<CompletionStage<T>> call, Ending<T> ending) {
    CompletionStage<T> stage;
    try {
      stage = call.get();
    } catch (RuntimeException | Error e) {
      Phase phase = e instanceof Error ? Phase.UNKNOWN : phaseOf(e);
      ending.tell(null, phase, e.getClass().getSimpleName());
      throw e;
    }
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (future.isDone() && !future.isCompletedExceptionally()) {
      ending.tell(future.join(), Phase.OK, "");
      return stage;
    }
    // A stage of its own: whoever waits for it learns of the end after the history does.
    CompletableFuture<T> answer = new CompletableFuture<>();
    // Not whenComplete, whose own stage wraps every error anew, with a stack trace.
    var unused =
        stage.handle(
            (value, error) -> {
              end(value, error, ending, answer);
              return answer;
            });
    return answer;
  }

  /**
   * Makes a call that is told by one event, with a beginning where those are told.
   *
   * @param event fills in what is known before the answer
   * @param answered fills in what the answer says
   */
  <T extends @Nullable Object> CompletionStage<T> tell(
      Op op,
      UnaryOperator<HistoryEvent.Builder> event,
      Supplier<CompletionStage<T>> call,
      BiConsumer<HistoryEvent.Builder, T> answered) {
    long number = numbers(1);
    if (tellsBeginnings()) {
      write(event.apply(event(op, Phase.INVOKE, number)));
    }
    return make(
        call,
        (answer, phase, error) -> {
          HistoryEvent.Builder end = event.apply(event(op, phase, number)).error(error);
          if (answer != null) {
            answered.accept(end, answer);
          }
          write(end);
        });
  }

  private static <T extends @Nullable Object> void end(
      T value, @Nullable Throwable error, Ending<T> ending, CompletableFuture<T> answer) {
    if (error == null) {
      ending.tell(value, Phase.OK, "");
      answer.complete(value);
      return;
    }
    Throwable cause = error.getCause();
    Throwable trouble = error instanceof CompletionException && cause != null ? cause : error;
    ending.tell(null, phaseOf(trouble), trouble.getClass().getSimpleName());
    answer.completeExceptionally(trouble);
  }

  private static Phase phaseOf(Throwable trouble) {
    boolean changedNothing =
        trouble instanceof QueueException
            ? !(trouble instanceof OutcomeUnknownException)
            : trouble instanceof IllegalArgumentException
                || trouble instanceof IllegalStateException
                || trouble instanceof NullPointerException;
    return changedNothing ? Phase.FAIL : Phase.UNKNOWN;
  }
}
