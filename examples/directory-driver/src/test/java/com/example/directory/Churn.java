package com.example.directory;

import dev.tandemq.driver.DriverContext;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process of its own that uses a directory and tells on standard output what it is about to do
 * and what it has an answer for, so that whoever kills it knows what must be there.
 */
final class Churn {

  static final String QUEUE = "churn";
  static final int BATCH = 3;
  private static final Duration LEASE = Duration.ofSeconds(20);

  private final JobStore store;
  private final Random random = new Random();
  private final String node = "node-" + ProcessHandle.current().pid();

  private Churn(JobStore store) {
    this.store = store;
  }

  /** Arguments: the directory, and {@code churn} for ever or {@code drain} until it is empty. */
  public static void main(String[] arguments) {
    RealTimeContext context = new RealTimeContext();
    JobStore store = open(Path.of(arguments[0]), context);
    Churn churn = new Churn(store);
    if (arguments[1].equals("drain")) {
      churn.drain();
    } else {
      while (true) {
        churn.push();
        churn.work();
      }
    }
  }

  static JobStore open(Path folder, RealTimeContext context) {
    return DirectoryDriver.open(folder, new DriverContext(context, new PlainJobCodec()), 10);
  }

  static Job job(Random random) {
    return Job.builder()
        .id(JobId.create(System.currentTimeMillis(), random))
        .queue(QUEUE)
        .createdAt(Instant.now())
        .payload("payload")
        .maxAttempts(2)
        .build();
  }

  private void push() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      jobs.add(job(random));
    }
    store.put(jobs).toCompletableFuture().join();
    jobs.forEach(job -> say("pushed", job.id()));
  }

  private void work() {
    List<Claim> claims = turn(List.of(), BATCH).claims();
    List<Settle> done = claims.stream().map(this::end).toList();
    done.forEach(
        settle -> {
          if (settle.arrow() == Settle.Arrow.COMPLETE) {
            say("completing", settle.claim().job().id());
          }
        });
    turn(done, 0);
    done.forEach(settle -> say(settle.arrow().name(), settle.claim().job().id()));
  }

  private Settle end(Claim claim) {
    return switch (random.nextInt(6)) {
      case 0 -> Settle.retry(claim, Duration.ZERO, new Failure("boom"));
      case 1 -> Settle.handBack(claim);
      case 2 -> Settle.snooze(claim, Duration.ofMillis(1));
      default -> Settle.complete(claim);
    };
  }

  private void drain() {
    List<Settle> done = List.of();
    while (true) {
      List<Claim> claims = turn(done, 2).claims();
      claims.forEach(claim -> say("claimed", claim.job().id()));
      if (claims.isEmpty()) {
        return;
      }
      done = claims.stream().map(Settle::complete).toList();
    }
  }

  private Turn turn(List<Settle> done, int want) {
    return store
        .turn(new TurnRequest(done, List.of(QUEUE), want, LEASE, node))
        .toCompletableFuture()
        .join();
  }

  private static void say(String what, JobId id) {
    System.out.println(what + " " + id);
  }
}
