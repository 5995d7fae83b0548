package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.NODE;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One random operation after the other on two queues, each told to a {@link Ledger}. The same seed
 * gives the same operations, as long as the store gives the same answers.
 */
final class RandomRun {

  // Few enough for a recount after each step, enough for every state to be there.
  private static final int MOST_LIVING = 40;
  private static final int MOST_OLD_CLAIMS = 50;

  private final StoreFixture fixture;
  private final StoreProbe probe;
  private final JobStore store;
  private final Random random;
  private final Ledger ledger;
  private final List<Claim> oldClaims = new ArrayList<>();
  private final Set<String> booked = new HashSet<>();
  private long newestTerm;
  private String lastStep = "nothing";

  RandomRun(StoreFixture fixture, StoreProbe probe, long seed) {
    this.fixture = fixture;
    this.probe = probe;
    this.store = probe.store();
    this.random = new Random(seed);
    this.ledger = new Ledger(probe);
  }

  Ledger ledger() {
    return ledger;
  }

  /** What the latest step did, for people. */
  String lastStep() {
    return lastStep;
  }

  void step() {
    int dice = random.nextInt(100);
    if (dice < 25) {
      push(random.nextInt(4) == 0 ? LONG : Duration.ZERO);
    } else if (dice < 30) {
      pushBatch();
    } else if (dice < 70) {
      turn();
    } else if (dice < 75) {
      settleOldClaim();
    } else if (dice < 80) {
      extend();
    } else if (dice < 83) {
      letALeaseEnd();
    } else if (dice < 86) {
      letADelayEnd();
    } else {
      operate(dice);
    }
  }

  private void push(Duration delay) {
    lastStep = "push with a delay of " + delay;
    if (ledger.living().size() >= MOST_LIVING) {
      return;
    }
    book(List.of(anyJob().delay(delay).build()));
  }

  private void pushBatch() {
    lastStep = "push of a batch";
    if (ledger.living().size() < MOST_LIVING) {
      book(List.of(anyJob().build(), anyJob().build(), anyJob().delay(LONG).build()));
    }
  }

  private void book(List<Job> jobs) {
    List<PutResult> answers = probe.put(jobs);
    for (Job job : jobs) {
      if (answers.contains(new PutResult.Added(job.id()))) {
        ledger.added(job);
      }
    }
  }

  private Job.Builder anyJob() {
    Job.Builder job =
        probe
            .job("job")
            .queue(anyQueue())
            .priority(random.nextInt(3) - 1)
            .maxAttempts(1 + random.nextInt(3));
    boolean isKeyed = random.nextInt(3) == 0 && fixture.capabilities().has(Capability.UNIQUE_KEY);
    return isKeyed ? job.uniqueKey("key-" + random.nextInt(5)) : job;
  }

  private void turn() {
    List<Settle> settles = new ArrayList<>();
    for (Claim claim : ledger.held()) {
      if (random.nextInt(3) == 0) {
        settles.add(anySettle(claim));
      }
    }
    List<String> queues = random.nextBoolean() ? List.of(QUEUE, OTHER) : List.of(OTHER);
    take(new TurnRequest(settles, queues, random.nextInt(4), LONG, NODE));
  }

  private void settleOldClaim() {
    if (!oldClaims.isEmpty()) {
      Settle settle = anySettle(oldClaims.get(random.nextInt(oldClaims.size())));
      take(new TurnRequest(List.of(settle), List.of(), 0, LONG, NODE));
    }
  }

  private void take(TurnRequest request) {
    lastStep =
        "turn of "
            + request.done().stream().map(settle -> settle.arrow() + " ").toList()
            + ", want "
            + request.want();
    Turn turn = probe.turn(request);
    for (int i = 0; i < request.done().size(); i++) {
      book(request.done().get(i), turn.settled().get(i));
    }
    for (Claim claim : turn.claims()) {
      ledger.claimed(claim);
      oldClaims.add(claim);
    }
    while (oldClaims.size() > MOST_OLD_CLAIMS) {
      oldClaims.remove(0);
    }
  }

  /** A store that remembers a settlement says so again, and has counted it once. */
  private void book(Settle settle, SettleResult answer) {
    Claim claim = settle.claim();
    String key = claim.token() + " of " + claim.job().id() + " " + settle.arrow();
    if (answer != SettleResult.LOST && (!fixture.remembersSettled() || booked.add(key))) {
      ledger.settled(settle, answer);
    }
  }

  private Settle anySettle(Claim claim) {
    Settle.Arrow[] arrows = Settle.Arrow.values();
    Duration delay = random.nextInt(3) == 0 ? LONG : Duration.ZERO;
    return new Settle(claim, arrows[random.nextInt(arrows.length)], delay, new Failure("random"));
  }

  private void extend() {
    lastStep = "extend";
    probe.extend(oldClaims, LONG);
  }

  private void letALeaseEnd() {
    lastStep = "end of a lease";
    List<Claim> held = ledger.held();
    if (!held.isEmpty()) {
      Claim claim = held.get(random.nextInt(held.size()));
      probe.extend(claim, fixture.precision());
      passAndSweep();
    }
  }

  private void letADelayEnd() {
    push(fixture.precision());
    lastStep = "end of a delay";
    passAndSweep();
  }

  private void passAndSweep() {
    probe.pass(fixture.precision().multipliedBy(2));
    newestTerm += random.nextInt(2);
    for (String queue : List.of(QUEUE, OTHER)) {
      fixture.await(store.sweep(queue, 1000, random.nextBoolean() ? newestTerm : 0));
    }
    ledger.lookAfterTime();
  }

  private void operate(int dice) {
    List<Job> jobs = ledger.living();
    if (dice < 89 && !jobs.isEmpty()) {
      cancel(jobs.get(random.nextInt(jobs.size())));
    } else if (dice < 91) {
      lastStep = "requeue of all";
      fixture.await(store.requeue(anyQueue(), jobs.stream().map(Job::id).toList()));
    } else if (dice < 94 && !jobs.isEmpty()) {
      lastStep = "remove";
      probe.remove(jobs.get(random.nextInt(jobs.size())));
    } else if (dice < 96) {
      lastStep = "forget";
      fixture.await(store.forget(anyQueue(), some(jobs)));
    } else if (dice < 97) {
      lastStep = "clear";
      fixture.await(store.clear(anyQueue()));
    } else if (dice < 98) {
      lastStep = "bound or its end";
      probe.bound(anyQueue(), random.nextBoolean() ? 5 + random.nextInt(10) : 0);
    } else if (dice < 99) {
      long term = random.nextLong(newestTerm + 1);
      lastStep = "prune in term " + term + " of " + newestTerm;
      fixture.await(store.prune(anyQueue(), LONG, 1, 2, term));
    } else {
      lastStep = "pause or its end";
      var unused = fixture.await(store.pause(anyQueue(), random.nextInt(3) == 0));
    }
    ledger.look();
  }

  private List<JobId> some(List<Job> jobs) {
    return jobs.stream().filter(job -> random.nextInt(3) == 0).map(Job::id).toList();
  }

  private void cancel(Job job) {
    lastStep = "cancel";
    ledger.cancelled(job, probe.cancel(job));
  }

  private String anyQueue() {
    return random.nextInt(3) == 0 ? OTHER : QUEUE;
  }
}
