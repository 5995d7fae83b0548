package dev.tandemq.tck;

import dev.tandemq.tck.rule.RuleNames;
import dev.tandemq.tck.store.ArgumentRules;
import dev.tandemq.tck.store.BoundRules;
import dev.tandemq.tck.store.CancelRules;
import dev.tandemq.tck.store.ClaimOrderRules;
import dev.tandemq.tck.store.ClaimRules;
import dev.tandemq.tck.store.ExtendRules;
import dev.tandemq.tck.store.HandBackRules;
import dev.tandemq.tck.store.HintRules;
import dev.tandemq.tck.store.HistoryRules;
import dev.tandemq.tck.store.LifeCycleRules;
import dev.tandemq.tck.store.LookRules;
import dev.tandemq.tck.store.ManyThreadsRules;
import dev.tandemq.tck.store.PauseRules;
import dev.tandemq.tck.store.PutRules;
import dev.tandemq.tck.store.RandomRunRules;
import dev.tandemq.tck.store.RemovalRules;
import dev.tandemq.tck.store.RequeueRules;
import dev.tandemq.tck.store.RescueRules;
import dev.tandemq.tck.store.RoomHintRules;
import dev.tandemq.tck.store.RoundTripRules;
import dev.tandemq.tck.store.SettleRules;
import dev.tandemq.tck.store.StaleClaimRules;
import dev.tandemq.tck.store.StatsRules;
import dev.tandemq.tck.store.StoreFixture;
import dev.tandemq.tck.store.StormRules;
import dev.tandemq.tck.store.TermRules;
import dev.tandemq.tck.store.UniqueKeyRules;
import dev.tandemq.tck.store.WayBackRules;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Nested;

/**
 * The contract of {@code docs/contract.md} for a store. A driver's test extends it and gives a
 * {@link StoreFixture}; JUnit then runs every chapter. A test's name begins with its rule.
 *
 * <pre>{@code
 * final class RedisJobStoreTest extends JobStoreContract {
 *
 *   @Override
 *   protected StoreFixture fixture() {
 *     return new RedisFixture(server);
 *   }
 * }
 * }</pre>
 *
 * <p>Not tested here: what crosses processes or outlives them, and the engine's part of the
 * contract.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class JobStoreContract {

  /** For subclasses. */
  protected JobStoreContract() {}

  /** The fixture of the next test; asked for before each. May be the same one every time. */
  protected abstract StoreFixture fixture();

  @Nested
  class Puts extends PutRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class RoundTrips extends RoundTripRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class UniqueKeys extends UniqueKeyRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Claims extends ClaimRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class ClaimOrder extends ClaimOrderRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Settling extends SettleRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class WaysBack extends WayBackRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class HandBacks extends HandBackRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class StaleClaims extends StaleClaimRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class History extends HistoryRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Extending extends ExtendRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class RescueAndSweep extends RescueRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Looking extends LookRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Requeueing extends RequeueRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Removing extends RemovalRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Terms extends TermRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Pausing extends PauseRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Stats extends StatsRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class RandomRuns extends RandomRunRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class ManyThreads extends ManyThreadsRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Hints extends HintRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class LifeCycle extends LifeCycleRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Arguments extends ArgumentRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Bounds extends BoundRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Cancelling extends CancelRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class RoomHints extends RoomHintRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }

  @Nested
  class Storms extends StormRules {
    @Override
    protected StoreFixture fixture() {
      return JobStoreContract.this.fixture();
    }
  }
}
