package dev.tandemq.engine.cluster;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** The process of one node on a time that all share; it can be killed, or frozen for a while. */
final class NodeProcess implements ProcessContext {

  private enum Health {
    WELL,
    FROZEN,
    DEAD
  }

  private final ProcessContext shared;
  private final List<Runnable> late = new ArrayList<>();
  private Health health = Health.WELL;

  NodeProcess(ProcessContext shared) {
    this.shared = shared;
  }

  void kill() {
    health = Health.DEAD;
  }

  void freeze() {
    health = Health.FROZEN;
  }

  void thaw() {
    health = Health.WELL;
    List<Runnable> due = List.copyOf(late);
    late.clear();
    due.forEach(shared::execute);
  }

  private Runnable living(Runnable step) {
    return () -> {
      switch (health) {
        case WELL -> step.run();
        case FROZEN -> late.add(step);
        case DEAD -> {}
      }
    };
  }

  @Override
  public TimeSource time() {
    return shared.time();
  }

  @Override
  public void execute(Runnable step) {
    shared.execute(living(step));
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable step) {
    return shared.schedule(delay, living(step));
  }

  @Override
  public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
    return shared.await(done, atMost);
  }

  @Override
  public RandomGenerator random() {
    return shared.random();
  }
}
