package dev.tandemq.redis.jobs;

import dev.tandemq.driver.JobCodec;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.redis.link.Script;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/** Put, turn and extend: what is called for every job. Safe for concurrent use. */
final class Turns {

  private static final Logger LOG = System.getLogger(Turns.class.getName());
  private static final Script PUT = JobCalls.growing("put");
  private static final Script TURN = JobCalls.script("turn");
  private static final Script EXTEND = JobCalls.script("extend");

  private final JobCalls calls;
  private final JobCodec codec;
  private final ObjLongConsumer<String> waits;

  /**
   * Turns over one namespace.
   *
   * @param waits told which queue gave less than was wanted, and in how many microseconds time may
   *     bring more
   */
  Turns(JobCalls calls, JobCodec codec, ObjLongConsumer<String> waits) {
    this.calls = calls;
    this.codec = codec;
    this.waits = waits;
  }

  CompletionStage<List<PutResult>> put(List<Job> jobs) {
    Args args = new Args();
    for (int from = 0; from < jobs.size(); ) {
      int to = from + 1;
      while (to < jobs.size() && isAlike(jobs.get(from), jobs.get(to))) {
        to++;
      }
      addGroup(args, jobs.subList(from, to));
      from = to;
    }
    return calls.run(
        PUT, args, jobs.stream().map(Job::id).toList(), reply -> putResults(jobs, reply));
  }

  /** Whether the records of two jobs begin alike, so that what they share is sent once. */
  private static boolean isAlike(Job one, Job other) {
    return one.priority() == other.priority()
        && one.maxAttempts() == other.maxAttempts()
        && one.uniqueKey().isPresent() == other.uniqueKey().isPresent()
        && one.queue().equals(other.queue())
        && one.delay().equals(other.delay());
  }

  private void addGroup(Args args, List<Job> alike) {
    Job first = alike.get(0);
    boolean hasKeys = first.uniqueKey().isPresent();
    args.add(first.queue())
        .add(first.priority())
        .add(first.maxAttempts())
        .add(first.delay())
        .add(hasKeys ? 1 : 0)
        .add(alike.stream().map(job -> job.id().toString()).collect(Collectors.joining()));
    for (Job job : alike) {
      if (hasKeys) {
        args.add(job.uniqueKey().orElseThrow());
      }
      args.add(codec.encode(job));
    }
  }

  private static List<PutResult> putResults(List<Job> jobs, Reply reply) {
    List<Integer> letters = reply.letters(jobs.size(), letter -> letter);
    List<PutResult> results = new ArrayList<>(jobs.size());
    for (int i = 0; i < jobs.size(); i++) {
      JobId id = jobs.get(i).id();
      results.add(
          switch (letters.get(i)) {
            case (int) 'A' -> new PutResult.Added(id);
            case (int) 'F' -> new PutResult.Full(id);
            default -> new PutResult.Duplicate(JobId.parse(reply.text()));
          });
    }
    return List.copyOf(results);
  }

  CompletionStage<Turn> turn(TurnRequest request, int want) {
    Settlements settlements = new Settlements();
    for (Settle settle : request.done()) {
      settlements.add(settle);
    }
    Args args = new Args().add(want).add(request.lease()).add(request.node());
    settlements.addTo(args);
    args.addAll(request.queues());
    List<JobId> ids = request.done().stream().map(settle -> settle.claim().job().id()).toList();
    return calls
        .run(TURN, args, ids, reply -> read(request, reply))
        .thenCompose(this::setCorruptAside);
  }

  /** A turn, and the claims in it whose bytes are no job. */
  private record Read(Turn turn, List<Corrupt> corrupt) {}

  private record Corrupt(String id, long token, String error) {}

  private Read read(TurnRequest request, Reply reply) {
    List<SettleResult> settled = reply.letters(request.done().size(), Turns::settled);
    Reply claimed = reply.list();
    boolean more = reply.number() == 1;
    Instant leaseUntil = reply.instant();
    Reply waiting = reply.list();
    while (waiting.hasNext()) {
      waits.accept(waiting.text(), waiting.number());
    }
    List<Claim> claims = new ArrayList<>();
    List<Corrupt> corrupt = new ArrayList<>();
    while (claimed.hasNext()) {
      readClaim(claimed, request.node(), leaseUntil, claims, corrupt);
    }
    return new Read(new Turn(settled, claims, more), corrupt);
  }

  private static SettleResult settled(int letter) {
    return switch (letter) {
      case 'A' -> SettleResult.APPLIED;
      case 'M' -> SettleResult.REMOVED;
      default -> SettleResult.LOST;
    };
  }

  private void readClaim(
      Reply reply, String node, Instant leaseUntil, List<Claim> claims, List<Corrupt> corrupt) {
    String id = reply.text();
    byte[] body = reply.bytes();
    long token = reply.number();
    int attempt = reply.count();
    int snoozes = reply.count();
    Duration waited = reply.micros();
    try {
      Job job = Views.job(codec, id, body);
      claims.add(new Claim(job, token, attempt, snoozes, node, leaseUntil, waited));
    } catch (CorruptJobException e) {
      corrupt.add(new Corrupt(id, token, String.valueOf(e.getMessage())));
    }
  }

  /** Nobody could settle what is no job: it goes to the failed, and the others are handed out. */
  private CompletionStage<Turn> setCorruptAside(Read read) {
    if (read.corrupt().isEmpty()) {
      return CompletableFuture.completedStage(read.turn());
    }
    Settlements settlements = new Settlements();
    for (Corrupt job : read.corrupt()) {
      LOG.log(Level.WARNING, "job {0} is set aside: {1}", job.id(), job.error());
      String error = new Failure("CorruptJobException: " + job.error()).error();
      settlements.bury(job.id(), job.token(), error);
    }
    Args args = new Args().add(0).add(1).add("-");
    settlements.addTo(args);
    // When this fails their leases run out, and the next claim meets them again.
    return calls.run(TURN, args, reply -> read.turn()).exceptionally(failure -> read.turn());
  }

  CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    Args args = new Args().add(lease);
    for (Claim claim : claims) {
      args.add(claim.job().id().toString()).add(claim.token());
    }
    List<JobId> ids = claims.stream().map(claim -> claim.job().id()).toList();
    return calls.run(EXTEND, args, ids, reply -> reply.letters(claims.size(), Turns::extended));
  }

  private static Extended extended(int letter) {
    return switch (letter) {
      case 'E' -> Extended.EXTENDED;
      case 'C' -> Extended.CANCEL;
      default -> Extended.LOST;
    };
  }
}
