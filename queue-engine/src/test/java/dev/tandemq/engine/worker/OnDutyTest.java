package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.Queues;
import dev.tandemq.queue.Queue;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever would wait for itself is told so, and nothing hangs. */
class OnDutyTest {

  private final Queues queues = Queues.open("memory:");
  private final Queue queue = queues.queue("q");
  private final CompletableFuture<Worker> worker = new CompletableFuture<>();
  private final CompletableFuture<WorkerPool> pool = new CompletableFuture<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();

  /** A call that blocks. */
  @FunctionalInterface
  private interface Call {
    void make() throws Exception;
  }

  @AfterEach
  void close() {
    queues.close();
  }

  private void attempt(String what, Call call) {
    try {
      call.make();
      refusals.put(what, "was not refused");
    } catch (IllegalStateException e) {
      refusals.put(what, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      refusals.put(what, e.toString());
    }
  }

  @Test
  void handlersAndCallbacksDoNotWaitForTheirOwnWorker() throws Exception {
    Worker own =
        queues
            .worker("q")
            .slots(1)
            .onCompleted(report -> attempt("stop in a callback", worker.join()::stop))
            .build(
                job -> {
                  attempt("stop", worker.join()::stop);
                  attempt("close", worker.join()::close);
                  attempt("drain", worker.join()::drain);
                  attempt("close of the connection", queues::close);
                });
    worker.complete(own);
    queue.push("job");
    own.start();

    own.drain();
    own.stop();

    assertThat(refusals)
        .containsOnlyKeys("stop", "close", "drain", "close of the connection", "stop in a callback")
        .allSatisfy((what, refusal) -> assertThat(refusal).contains("handler or callback"));
    assertThat(queue.stats().completed()).isEqualTo(1);
  }

  @Test
  void aHandlerDoesNotWaitForItsPool() throws Exception {
    WorkerPool own =
        queues
            .worker("q")
            .slots(2)
            .buildPool(
                2,
                job -> {
                  attempt("stop", pool.join()::stop);
                  attempt("drain", pool.join()::drain);
                });
    pool.complete(own);
    queue.push("job");
    own.start();

    own.drain();

    assertThat(refusals)
        .containsOnlyKeys("stop", "drain")
        .allSatisfy((what, refusal) -> assertThat(refusal).contains("handler or callback"));
  }

  @Test
  void aHandlerMayWaitForAnotherWorker() throws Exception {
    Worker other = queues.worker("other").start(job -> {});
    queues.queue("other").push("job");
    queue.push("job");
    Worker own = queues.worker("q").start(job -> attempt("drain of another", other::drain));

    own.drain();

    assertThat(refusals).containsEntry("drain of another", "was not refused");
  }

  @Test
  void aWorkerThatWasNotStartedIsNotDrained() {
    queue.push("job");
    Worker idle = queues.worker("q").build(job -> {});
    WorkerPool idlePool = queues.worker("q").buildPool(2, job -> {});

    assertThatThrownBy(idle::drain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not started");
    assertThatThrownBy(idlePool::drain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not started");
  }
}
