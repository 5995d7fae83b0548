package dev.tandemq.cli.doctor;

import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at everything, one thing after the other. A probe that cannot be done because an earlier
 * one failed is left out. Used once, by one thread.
 */
public final class Doctor {

  private static final Duration BOUND = Duration.ofSeconds(30);

  private final Surroundings around;
  private final Target target;
  private final InstantSource clock;
  private final Duration bound;
  private final List<Diagnosis> found = new ArrayList<>();

  /** A doctor who lets no probe take longer than 30 s. */
  public Doctor(Surroundings around, Target target, InstantSource clock) {
    this(around, target, clock, BOUND);
  }

  /** A doctor with a bound of its own. */
  Doctor(Surroundings around, Target target, InstantSource clock, Duration bound) {
    this.around = around;
    this.target = target;
    this.clock = clock;
    this.bound = bound;
  }

  /** Does all probes that can be done, now. */
  public List<Diagnosis> examine() throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool(Doctor::daemon);
    try {
      for (Probe probe : new MachineProbes(around).all()) {
        look(threads, probe);
      }
      look(threads, new Probe(Check.SETTINGS, new SettingsProbe(around, target)::look));
      look(threads, new Probe(Check.DRIVERS, () -> StoreProbes.drivers(target)));
      if (look(threads, new Probe(Check.URL, () -> StoreProbes.url(target)))) {
        examineStore(threads);
      }
      return List.copyOf(found);
    } finally {
      threads.shutdownNow();
    }
  }

  private void examineStore(ExecutorService threads) throws InterruptedException {
    StoreProbes.Opening opening = new StoreProbes.Opening(target);
    boolean isOpen = look(threads, new Probe(Check.STORE, opening::look));
    if (isOpen) {
      Queues queues = opening.opened().orElseThrow();
      look(threads, new Probe(Check.GUARANTEES, this::guarantees));
      look(
          threads, new Probe(Check.ROUND_TRIP, () -> StoreProbes.roundTrip(queues.store(), clock)));
      look(threads, new Probe(Check.CLOCK, () -> StoreProbes.clock(queues.store(), clock)));
    }
    opening.opened().ifPresent(Queues::close);
  }

  private Finding guarantees() {
    QueueUrl url = QueueUrl.parse(target.url().get());
    return StoreProbes.guarantees(target.drivers().get().choose(url).capabilities());
  }

  /** Whether nothing failed. */
  private boolean look(ExecutorService threads, Probe probe) throws InterruptedException {
    Future<Finding> looking = threads.submit(() -> probe.look().look());
    Finding finding;
    try {
      finding = looking.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      finding =
          Finding.failed("the probe itself failed: " + e.getCause(), "please report this line");
    } catch (TimeoutException e) {
      looking.cancel(true);
      finding =
          Finding.failed(
              "no answer within " + bound.toSeconds() + " s",
              "something hangs: a file system, a process or a server");
    }
    found.add(new Diagnosis(probe.check(), finding));
    return finding.verdict() != Verdict.FAILED;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tandem-doctor");
    thread.setDaemon(true);
    return thread;
  }
}
