package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;

import dev.tandemq.job.Job;
import dev.tandemq.store.JobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Several threads that do whatever a store can do, in any order, to jobs of their own and of each
 * other, and keep count of what they were answered.
 */
final class Storm {

  static final List<String> QUEUES = List.of(QUEUE, OTHER);

  // Jobs that every thread may meddle with: as many as are likely to be still there.
  private static final int SHARED = 512;

  private final StoreFixture fixture;
  private final JobStore store;
  private final AtomicReferenceArray<Job> shared = new AtomicReferenceArray<>(SHARED);
  private final Map<String, StormTally> tallies =
      Map.of(QUEUE, new StormTally(), OTHER, new StormTally());

  Storm(StoreFixture fixture, JobStore store) {
    this.fixture = fixture;
    this.store = store;
  }

  /** Lets each of the threads do its part of the operations. Every operation is one call. */
  void rage(int threads, int operations) {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      StormThread thread = new StormThread(this, i);
      int part = operations * (i + 1) / threads - operations * i / threads;
      tasks.add(() -> thread.run(part));
    }
    Together.run(tasks);
  }

  StoreFixture fixture() {
    return fixture;
  }

  JobStore store() {
    return store;
  }

  StormTally tally(String queue) {
    StormTally tally = tallies.get(queue);
    if (tally == null) {
      throw new AssertionError("the store spoke of a queue that nobody used: " + queue);
    }
    return tally;
  }

  void share(Job job, int place) {
    shared.set(place % SHARED, job);
  }

  /** Any job that somebody pushed into the queue; it may be gone by now. Empty in the beginning. */
  List<Job> anyJobs(String queue, int most, Random random) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      Job job = shared.get(random.nextInt(SHARED));
      if (job != null && job.queue().equals(queue) && !jobs.contains(job)) {
        jobs.add(job);
      }
    }
    return jobs;
  }
}
