package dev.tandemq.engine.store;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.OutcomeUnknownException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what several callers ask at the same time into few calls. Nobody waits for company: while
 * fewer calls than the window are under way an ask is sent at once; what is asked meanwhile goes
 * out together with the next call.
 *
 * <p>Each call carries its own deadline. When it passes, all asks of the call fail with an unknown
 * outcome and the window opens again; an answer that comes later is handed to {@link Late}, for it
 * may hold something that nobody waits for any more. Safe for concurrent use; continuations run on
 * the context, never on a client library's thread.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class Batcher<Q, A> {

  /** Receives an answer that came after its deadline. */
  @FunctionalInterface
  public interface Late<A> {
    /** Called once for each late call that was answered after all. */
    void answered(List<A> answers);
  }

  private record Ask<Q, A>(Q question, CompletableFuture<A> answer) {}

  private final ProcessContext context;
  private final Function<List<Q>, CompletionStage<List<A>>> send;
  private final Late<A> late;
  private final int maxBatch;
  private final int window;
  private final Duration callTimeout;

  private final Object lock = new Object();
  private final ArrayDeque<Ask<Q, A>> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean isSending;

  /**
   * Makes a batcher.
   *
   * @param send makes one call; its answers are one for each question, in order
   * @param maxBatch most questions of one call
   * @param window most calls under way
   * @param callTimeout after which the answer of a call counts as lost
   */
  public Batcher(
      ProcessContext context,
      Function<List<Q>, CompletionStage<List<A>>> send,
      Late<A> late,
      int maxBatch,
      int window,
      Duration callTimeout) {
    this.context = context;
    this.send = send;
    this.late = late;
    this.maxBatch = maxBatch;
    this.window = window;
    this.callTimeout = callTimeout;
  }

  /** Asks; the answer fails with what the call failed with. */
  public CompletableFuture<A> ask(Q question) {
    Ask<Q, A> ask = new Ask<>(question, new CompletableFuture<>());
    synchronized (lock) {
      waiting.add(ask);
    }
    sendWaiting();
    return ask.answer();
  }

  /**
   * Sends while the window is open. One caller at a time, in a loop: whoever asks while it runs, be
   * it from an answer that came at once, leaves the ask for the loop and piles up no stack.
   */
  private void sendWaiting() {
    synchronized (lock) {
      if (isSending) {
        return;
      }
      isSending = true;
    }
    try {
      for (Call call = next(); call != null; call = next()) {
        call.send();
      }
    } catch (Throwable t) {
      synchronized (lock) {
        isSending = false;
      }
      throw t;
    }
  }

  /** The next call to send; null, and the loop is over, when there is none. */
  private @Nullable Call next() {
    synchronized (lock) {
      if (underWay >= window || waiting.isEmpty()) {
        isSending = false;
        return null;
      }
      underWay++;
      List<Ask<Q, A>> asks = new ArrayList<>(Math.min(waiting.size(), maxBatch));
      while (asks.size() < maxBatch && !waiting.isEmpty()) {
        asks.add(waiting.remove());
      }
      return new Call(asks);
    }
  }

  /** One call on its way. Ends once: by its answer or by its deadline. */
  private final class Call {

    private final List<Ask<Q, A>> asks;
    private boolean ended;

    Call(List<Ask<Q, A>> asks) {
      this.asks = asks;
    }

    void send() {
      // No stream: this is made for every call.
      List<Q> questions = new ArrayList<>(asks.size());
      for (Ask<Q, A> ask : asks) {
        questions.add(ask.question());
      }
      CompletableFuture<List<A>> answer = Calls.of(() -> send.apply(questions));
      if (answer.isDone()) {
        answered(answer);
        return;
      }
      Cancellable deadline = context.schedule(callTimeout, this::expire);
      Calls.whenDone(
          answer,
          () ->
              Calls.step(
                  context,
                  () -> {
                    deadline.cancel();
                    answered(answer);
                    sendWaiting();
                  }));
    }

    private void answered(CompletableFuture<List<A>> answer) {
      boolean inTime = end();
      if (answer.isCompletedExceptionally()) {
        if (inTime) {
          Throwable thrown = Calls.failure(answer);
          asks.forEach(ask -> ask.answer().completeExceptionally(thrown));
        }
        return;
      }
      List<A> answers = answer.join();
      int count = answers == null ? 0 : answers.size();
      if (!inTime) {
        late.answered(answers == null ? List.of() : answers);
      } else if (answers == null || count != asks.size()) {
        Throwable thrown =
            new IllegalStateException(
                "the store gave " + count + " answers to " + asks.size() + " questions");
        asks.forEach(ask -> ask.answer().completeExceptionally(thrown));
      } else {
        for (int i = 0; i < asks.size(); i++) {
          asks.get(i).answer().complete(answers.get(i));
        }
      }
    }

    private void expire() {
      if (end()) {
        Calls.step(
            context,
            () -> {
              Throwable thrown =
                  new OutcomeUnknownException("no answer within " + callTimeout, List.of(), null);
              asks.forEach(ask -> ask.answer().completeExceptionally(thrown));
              sendWaiting();
            });
      }
    }

    private boolean end() {
      synchronized (lock) {
        if (ended) {
          return false;
        }
        ended = true;
        underWay--;
        return true;
      }
    }
  }
}
