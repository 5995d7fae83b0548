package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/** One thread of a {@link Storm}: random calls, one after the other. */
final class StormThread {

  private static final Instant CREATED = Instant.parse("2026-02-03T04:05:06Z");

  // Short enough that many delays and leases end while the threads run, where time is real.
  private static final Duration SHORT = Duration.ofMillis(1);

  private static final int KEYS = 40;
  private static final int SMALLEST_BOUND = 50;
  private static final int MOST_HELD = 30;

  private final Storm storm;
  private final StoreFixture fixture;
  private final JobStore store;
  private final int number;
  private final Random random;
  private final List<Claim> held = new ArrayList<>();
  private final List<Claim> settled = new ArrayList<>();

  StormThread(Storm storm, int number) {
    this.storm = storm;
    this.fixture = storm.fixture();
    this.store = storm.store();
    this.number = number;
    this.random = new Random(number);
  }

  int run(int operations) {
    for (int i = 0; i < operations; i++) {
      step(random.nextInt(1000));
    }
    return operations;
  }

  private void step(int dice) {
    String queue = Storm.QUEUES.get(random.nextInt(3) / 2);
    if (dice < 200) {
      push(List.of(anyJob(queue)));
    } else if (dice < 280) {
      push(List.of(anyJob(queue), anyJob(queue), anyJob(Storm.QUEUES.get(1)), anyJob(queue)));
    } else if (dice < 720) {
      turn();
    } else if (dice < 780) {
      await(store.extend(held, anyTime(LONG)));
    } else if (dice < 850) {
      cancel(queue);
    } else if (dice < 880) {
      storm.tally(queue).removed(await(store.remove(ids(queue, 2))));
    } else if (dice < 920) {
      await(store.requeue(queue, ids(queue, 20)));
    } else if (dice < 940) {
      storm.tally(queue).rescuedBySweep(await(store.sweep(queue, 20, anyTerm())).rescued());
    } else if (dice < 950) {
      storm.tally(queue).removed(await(store.prune(queue, LONG, 100, 5, anyTerm())).removed());
    } else if (dice < 970) {
      // Paused for a part of the time only, or nothing would be claimed any more.
      await(store.pause(queue, random.nextInt(4) == 0));
    } else if (dice < 980) {
      storm.tally(queue).removed(await(store.forget(queue, ids(queue, 20))));
    } else if (dice < 990) {
      await(store.bound(queue, random.nextBoolean() ? SMALLEST_BOUND + random.nextInt(500) : 0));
    } else if (dice < 998) {
      look(queue);
    } else {
      storm.tally(queue).removed(await(store.clear(queue)));
    }
  }

  private <T> T await(CompletionStage<T> stage) {
    return fixture.await(stage);
  }

  private Job anyJob(String queue) {
    Job.Builder job =
        Job.builder()
            .id(JobId.create(CREATED.toEpochMilli() + number, random))
            .queue(queue)
            .createdAt(CREATED)
            .priority(random.nextInt(3) - 1)
            .maxAttempts(1 + random.nextInt(3))
            .delay(anyTime(Duration.ZERO));
    boolean isKeyed = random.nextInt(4) == 0 && fixture.capabilities().has(Capability.UNIQUE_KEY);
    return (isKeyed ? job.uniqueKey("key-" + random.nextInt(KEYS)) : job).build();
  }

  private Duration anyTime(Duration usual) {
    return random.nextInt(8) == 0 ? SHORT : usual;
  }

  /** Mostly nobody's office: of all other terms only the newest is heard. */
  private long anyTerm() {
    return random.nextInt(4) == 0 ? random.nextInt(5) : 0;
  }

  private void push(List<Job> jobs) {
    List<PutResult> answers = await(store.put(jobs));
    for (Job job : jobs) {
      if (answers.contains(new PutResult.Added(job.id()))) {
        storm.tally(job.queue()).added();
        storm.share(job, random.nextInt(Short.MAX_VALUE));
      }
    }
  }

  private void turn() {
    List<Settle> done = new ArrayList<>();
    for (int i = held.size() - 1; i >= 0 && done.size() < 4; i--) {
      if (random.nextInt(3) > 0 || held.size() > MOST_HELD) {
        done.add(anySettle(held.remove(i)));
      }
    }
    if (!settled.isEmpty() && random.nextInt(10) == 0) {
      done.add(lateSettle(settled.get(random.nextInt(settled.size()))));
    }
    TurnRequest request =
        new TurnRequest(done, Storm.QUEUES, random.nextInt(3), anyTime(LONG), "node-" + number);
    Turn turn = await(store.turn(request));
    for (int i = 0; i < done.size(); i++) {
      if (turn.settled().get(i) != SettleResult.LOST) {
        storm
            .tally(done.get(i).claim().job().queue())
            .settled(done.get(i), turn.settled().get(i) == SettleResult.REMOVED);
      }
    }
    settled.clear();
    done.forEach(settle -> settled.add(settle.claim()));
    held.addAll(turn.claims());
  }

  /** Ends a claim that has been settled before. */
  private Settle lateSettle(Claim claim) {
    return random.nextBoolean() ? Settle.complete(claim) : Settle.discard(claim);
  }

  private Settle anySettle(Claim claim) {
    Settle.Arrow[] arrows = Settle.Arrow.values();
    Settle.Arrow arrow = arrows[random.nextInt(arrows.length)];
    return new Settle(claim, arrow, anyTime(Duration.ZERO), new Failure("storm"));
  }

  private void cancel(String queue) {
    List<Job> jobs = new ArrayList<>(storm.anyJobs(queue, 2, random));
    held.stream()
        .map(Claim::job)
        .filter(job -> job.queue().equals(queue))
        .limit(1)
        .forEach(jobs::add);
    List<CancelResult> answers = await(store.cancel(jobs.stream().map(Job::id).toList()));
    for (int i = 0; i < answers.size(); i++) {
      switch (answers.get(i)) {
        case REMOVED -> storm.tally(queue).removed(1);
        case REQUESTED -> storm.tally(queue).cancelRequested(jobs.get(i));
        case NONE -> {
          // Nothing was changed.
        }
      }
    }
  }

  private void look(String queue) {
    await(store.stats(Storm.QUEUES));
    await(store.findUnique(queue, "key-" + random.nextInt(KEYS)));
    await(store.list(queue, JobState.READY, PageRequest.first(5)));
  }

  private List<JobId> ids(String queue, int most) {
    return storm.anyJobs(queue, most, random).stream().map(Job::id).toList();
  }
}
