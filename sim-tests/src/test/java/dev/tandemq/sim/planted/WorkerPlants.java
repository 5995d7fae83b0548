package dev.tandemq.sim.planted;

import java.util.List;
import java.util.Set;

/** Bugs of a worker and of the way it calls its store. */
final class WorkerPlants {

  private static final String WORKER = "queue-engine/src/main/java/dev/tandemq/engine/worker/";
  private static final String STORE = "queue-engine/src/main/java/dev/tandemq/engine/store/";

  private WorkerPlants() {}

  static List<Plant> all() {
    return List.of(
        Plant.of(
            "heartbeat stopped before the handlers",
            "A graceful stop ends the renewal of leases first: jobs that still run are given to"
                + " others.",
            Set.of("I24"),
            200,
            new Edit(
                WORKER + "Worker.java",
                "List<Subscription> ending = life.stop();",
                "List<Subscription> ending = life.stop(); beats.close();")),
        Plant.of(
            "a lease lost without telling the handler",
            "Renewals are refused and nobody tells the handler: it works on beside the one that has"
                + " the job now.",
            Set.of("I07"),
            200,
            new Edit(WORKER + "Heartbeat.java", "cancel.accept(attempt, Cancellation.LOST);", ""),
            new Edit(
                WORKER + "Heartbeat.java",
                "if (word != Extended.EXTENDED && !attempt.hasEnded())",
                "if (word == Extended.CANCEL && !attempt.hasEnded())")),
        Plant.of(
            "a lost answer retried blindly",
            "A push whose answer was lost is repeated under a new id: the work is done twice.",
            Set.of("I02"),
            200,
            new Edit(
                "queue-engine/src/main/java/dev/tandemq/engine/queue/Pusher.java",
                "CompletableFuture<PutResult> met = lines.push(job);",
                """
                CompletableFuture<PutResult> met =
                    lines
                        .push(job)
                        .exceptionallyCompose(
                            thrown ->
                                lines.push(
                                    job.toBuilder()
                                        .id(
                                            JobId.create(
                                                context.time().now().toEpochMilli(),
                                                context.random()))
                                        .build()));
                """)),
        Plant.of(
            "a blocking pop without a bound",
            "A call that is never answered is waited for without an end: the worker stands still,"
                + " and looks alive.",
            Set.of("I27"),
            200,
            new Edit(
                STORE + "Batcher.java",
                "Cancellable deadline = context.schedule(callTimeout, this::expire);",
                "Cancellable deadline = () -> {};")));
  }
}
