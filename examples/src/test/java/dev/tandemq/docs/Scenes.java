package dev.tandemq.docs;

import dev.tandemq.engine.worker.Worker;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import dev.tandemq.test.TestQueues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What can happen to a job, done to a queue in memory on time moved by hand; by the row's name. */
final class Scenes {

  private static final String QUEUE = "work";

  /** What happens to a job. */
  @FunctionalInterface
  private interface Deed {

    void to(Stage stage) throws Exception;
  }

  /** What comes before, and the one thing that the row tells of. */
  private record Scene(Deed before, Deed deed) {}

  /**
   * What was seen.
   *
   * @param from where the job came from; {@code gone} when it was not there
   * @param state of the job at the end; {@code gone}, or {@code -} when it was never added
   * @param spent whether the attempt was spent: yes, no, or unseen
   * @param counted by how much counters changed
   * @param events told on the way
   */
  record Seen(
      String from, String state, String spent, Map<String, Long> counted, List<String> events) {}

  private static final Map<String, Scene> SCENES = new LinkedHashMap<>();

  static {
    // ---- beginnings
    scene("`push`", stage -> {}, stage -> stage.push(1));
    scene(
        "`later`, `push` with a delay",
        stage -> {},
        stage -> stage.id = stage.queue.later(Duration.ofSeconds(5), "job"));
    scene(
        "`push` with a unique key, or an id, that is there",
        stage -> stage.queue.push(stage.queue.newJob().uniqueKey("march").build()),
        stage -> stage.queue.push(stage.queue.newJob().uniqueKey("march").build()));
    scene(
        "`push` into a queue at its bound",
        stage -> {
          stage.queue.bound(1);
          stage.queue.push("first");
        },
        stage -> {
          try {
            stage.queue.push("second");
          } catch (QueueFullException e) {
            // That is the row.
          }
        });

    // ---- by time, and by the claim
    scene(
        "the delay is over",
        stage -> stage.id = stage.queue.later(Duration.ofSeconds(5), "job"),
        stage -> {
          stage.tandem.advance(Duration.ofSeconds(5));
          stage.sweep();
        });
    scene("claim by a worker", Stage::pushTwo, stage -> stage.hold(2));
    scene("`pop`", Stage::pushTwo, Stage::claim);

    // ---- ends of an attempt
    scene("the handler returns; exit 0", Stage::pushTwo, stage -> stage.work(job -> {}));
    scene("`delete` of a claim", Stage::claimed, stage -> stage.queue.delete(stage.heldClaim()));
    scene("the handler throws, attempts left", Stage::pushTwo, stage -> stage.work(Scenes::fail));
    scene("the handler throws, none left", Stage::pushOne, stage -> stage.work(Scenes::fail));
    scene(
        "the time is up, attempts left",
        Stage::pushTwo,
        stage -> {
          stage.hold(2);
          stage.tandem.advance(Duration.ofSeconds(30));
        });
    scene(
        "`JobSignal.bury`; exit 65",
        Stage::pushTwo,
        stage ->
            stage.work(
                job -> {
                  throw JobSignal.bury("no");
                }));
    scene("`bury` of a claim", Stage::claimed, stage -> stage.queue.bury(stage.heldClaim(), "no"));
    scene(
        "`release` of a claim, attempts left",
        Stage::claimed,
        stage -> stage.queue.release(stage.heldClaim(), Duration.ZERO));
    scene(
        "`release` with a delay, attempts left",
        Stage::claimed,
        stage -> stage.queue.release(stage.heldClaim(), Duration.ofSeconds(5)));
    scene(
        "`release` of a claim, none left",
        stage -> {
          stage.push(1);
          stage.claim();
        },
        stage -> stage.queue.release(stage.heldClaim(), Duration.ZERO));
    scene("`JobSignal.snooze`; exit 75", Stage::pushTwo, stage -> stage.work(Scenes::snooze));
    scene(
        "the 101st `JobSignal.snooze`, attempts left",
        stage -> {
          stage.push(2);
          Worker worker = stage.work(Scenes::snooze);
          for (int i = 1; i < 100; i++) {
            stage.tandem.advance(Duration.ofSeconds(5));
          }
          worker.pause();
          stage.worker = worker;
        },
        stage -> {
          stage.tandem.advance(Duration.ofSeconds(5));
          stage.theWorker().resume();
          stage.tandem.runUntilIdle();
        });
    scene(
        "`JobSignal.discard`",
        Stage::pushTwo,
        stage ->
            stage.work(
                job -> {
                  throw JobSignal.discard("no");
                }));
    scene(
        "the worker stops before the end",
        stage -> {
          stage.pushTwo();
          stage.hold(2);
        },
        stage -> {
          stage.theWorker().beginStop();
          stage.tandem.advance(Duration.ofMinutes(1));
        });
    scene(
        "the lease runs out, attempts left",
        Stage::claimed,
        stage -> {
          stage.tandem.advance(Duration.ofMinutes(1));
          stage.sweep();
        });
    scene(
        "the lease runs out, none left",
        stage -> {
          stage.push(1);
          stage.claim();
        },
        stage -> {
          stage.tandem.advance(Duration.ofMinutes(1));
          stage.sweep();
        });

    // ---- by an operator's word
    scene(
        "`cancel` of a job that waits",
        Stage::pushTwo,
        stage -> stage.queue.cancel(stage.theJob()));
    scene(
        "`cancel` of a job that runs, its handler throws",
        stage -> {
          stage.pushTwo();
          stage.hold(2);
        },
        stage -> {
          stage.queue.cancel(stage.theJob());
          // The worker has its handler told, which is failed by that.
          stage.tandem.advance(Duration.ofSeconds(1));
        });
    scene(
        "`cancel` of a job that runs, its handler returns",
        stage -> {
          stage.pushTwo();
          stage.hold(2);
        },
        stage -> {
          stage.queue.cancel(stage.theJob());
          stage.held.complete(null);
          stage.tandem.runUntilIdle();
        });
    scene(
        "`clear`",
        stage -> stage.id = stage.queue.later(Duration.ofSeconds(5), "job"),
        stage -> stage.queue.clear());
    scene("`failed().retry`", Stage::failed, stage -> stage.queue.failed().retry(stage.theJob()));
    scene("`failed().forget`", Stage::failed, stage -> stage.queue.failed().forget(stage.theJob()));
    scene(
        "pruned after its time",
        Stage::failed,
        stage ->
            stage
                .tandem
                .queues()
                .store()
                .prune(QUEUE, Duration.ZERO, 0, 10)
                .toCompletableFuture()
                .get());
  }

  private Scenes() {}

  private static void scene(String name, Deed before, Deed deed) {
    SCENES.put(name, new Scene(before, deed));
  }

  private static void fail(Object job) {
    throw new IllegalStateException("failed");
  }

  private static void snooze(Object job) {
    throw JobSignal.snooze(Duration.ofSeconds(5));
  }

  static Set<String> names() {
    return SCENES.keySet();
  }

  static Seen play(String name) throws Exception {
    Scene scene = SCENES.get(name);
    if (scene == null) {
      throw new AssertionError("nobody plays the row " + name);
    }
    try (TestQueues tandem = TestQueues.create()) {
      Stage stage = new Stage(tandem);
      scene.before().to(stage);
      tandem.runUntilIdle();
      stage.events.clear();
      QueueStats before = stage.queue.stats();
      String from = stage.state("gone");
      int spent = stage.attempts();
      scene.deed().to(stage);
      tandem.runUntilIdle();
      return stage.seen(from, before, spent);
    }
  }

  /** A queue with a job, and whoever listens. */
  private static final class Stage {

    private final TestQueues tandem;
    private final Queue queue;
    private final List<String> events = new ArrayList<>();
    private final CompletableFuture<@Nullable Void> held = new CompletableFuture<>();
    private @Nullable JobId id;
    private @Nullable Claim claim;
    private @Nullable Worker worker;

    Stage(TestQueues tandem) {
      this.tandem = tandem;
      this.queue = tandem.queues().queue(QUEUE);
      tandem.queues().onEvent(this::note);
    }

    private void note(QueueEvent event) {
      if (!(event instanceof QueueEvent.WorkerEvent)) {
        events.add(event.getClass().getSimpleName());
      }
    }

    void push(int maxAttempts) {
      id = queue.push(queue.newJob().payload("job").maxAttempts(maxAttempts).build());
    }

    void pushOne() {
      push(1);
    }

    void pushTwo() {
      push(2);
    }

    void claim() throws InterruptedException {
      claim = queue.pop(Duration.ZERO).orElseThrow();
    }

    void claimed() throws InterruptedException {
      pushTwo();
      claim();
    }

    Claim heldClaim() {
      if (claim == null) {
        throw new AssertionError("nothing was claimed");
      }
      return claim;
    }

    void failed() throws InterruptedException {
      claimed();
      queue.bury(heldClaim(), "no");
    }

    JobId theJob() {
      if (id == null) {
        throw new AssertionError("nothing was pushed");
      }
      return id;
    }

    Worker theWorker() {
      if (worker == null) {
        throw new AssertionError("nobody works");
      }
      return worker;
    }

    Worker work(JobHandler handler) {
      Worker started = tandem.queues().worker(QUEUE).slots(1).onAttempt(r -> {}).start(handler);
      tandem.runUntilIdle();
      return started;
    }

    /** A handler that is at work until it is told to end. */
    void hold(int slots) {
      worker =
          tandem
              .queues()
              .worker(QUEUE)
              .slots(slots)
              .grace(Duration.ofSeconds(10))
              .onAttempt(r -> {})
              .startAsync(job -> held);
      tandem.runUntilIdle();
    }

    void sweep() throws Exception {
      tandem.queues().store().sweep(QUEUE, 10).toCompletableFuture().get();
    }

    int attempts() {
      return view().map(JobView::attempts).orElse(0);
    }

    private Optional<JobView> view() {
      return id == null ? Optional.empty() : queue.find(id);
    }

    /** The state of the job, or how it is called when it was never added. */
    String state(String unknown) {
      return view().map(job -> job.state().name()).orElse(id == null ? unknown : "gone");
    }

    Seen seen(String before, QueueStats statsBefore, int spentBefore) {
      Optional<JobView> view = view();
      String from = before;
      String spent = "unseen";
      if (view.isPresent()) {
        spent = view.get().attempts() > spentBefore ? "yes" : "no";
      }
      if (events.size() > 1) {
        // How every attempt begins; the row tells how it ends.
        if (events.remove("Started")) {
          from = JobState.RESERVED.name();
        }
      }
      return new Seen(
          from, state("-"), spent, changes(statsBefore, queue.stats()), List.copyOf(events));
    }
  }

  private static Map<String, Long> changes(QueueStats before, QueueStats after) {
    Map<String, Long> changes = new TreeMap<>();
    changes.put("pushed", after.pushed() - before.pushed());
    changes.put("completed", after.completed() - before.completed());
    changes.put("failed", after.failed() - before.failed());
    changes.put("removed", after.removed() - before.removed());
    changes.put("retried", after.retried() - before.retried());
    changes.put("retries", after.retries() - before.retries());
    changes.put("snoozed", after.snoozed() - before.snoozed());
    changes.put("rescued", after.rescued() - before.rescued());
    changes.values().removeIf(change -> change == 0);
    return changes;
  }
}
