package dev.tandemq.memory;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.rule.RuleNames;
import dev.tandemq.tck.store.HintRules;
import dev.tandemq.tck.store.ManyThreadsRules;
import dev.tandemq.tck.store.RoomHintRules;
import dev.tandemq.tck.store.StoreFixture;
import dev.tandemq.tck.store.StormRules;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Nested;

/** The chapters of the contract in which real threads and real timers matter. */
@DisplayNameGeneration(RuleNames.class)
final class MemoryJobStoreOnThreadsTest {

  private final ThreadsContext context = new ThreadsContext();

  @AfterEach
  void stopThreads() {
    context.close();
  }

  @Nested
  class ManyThreads extends ManyThreadsRules {
    @Override
    protected StoreFixture fixture() {
      return new OnThreads(context);
    }
  }

  @Nested
  class HundredThousandOperations extends StormRules {
    @Override
    protected StoreFixture fixture() {
      return new OnThreads(context);
    }

    @Override
    protected int operations() {
      return 100_000;
    }
  }

  @Nested
  class RoomHints extends RoomHintRules {
    @Override
    protected StoreFixture fixture() {
      return new OnThreads(context);
    }
  }

  @Nested
  class Hints extends HintRules {
    @Override
    protected StoreFixture fixture() {
      return new OnThreads(context);
    }
  }

  /** A memory store in real time. */
  private record OnThreads(ThreadsContext context) implements StoreFixture {

    @Override
    public JobStore open() {
      return MemoryFixtures.open(context);
    }

    @Override
    public Capabilities capabilities() {
      return new MemoryDriver().capabilities();
    }

    @Override
    public void pass(Duration time) {
      long start = System.nanoTime();
      for (long left = time.toNanos(); left > 0; left = time.toNanos() - passed(start)) {
        LockSupport.parkNanos(left);
      }
    }

    private static long passed(long start) {
      return System.nanoTime() - start;
    }

    @Override
    public Duration precision() {
      return Duration.ofMillis(50);
    }

    @Override
    public boolean remembersSettled() {
      return false;
    }
  }
}
