package dev.tandemq.tck.cluster;

import dev.tandemq.tck.rule.RuleNames;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Nested;

/**
 * The contract of {@code docs/contract.md} for a cluster. A driver's test extends it and gives a
 * {@link ClusterFixture}; JUnit then runs every chapter. A test's name begins with its rule.
 *
 * <pre>{@code
 * final class RedisClusterTest extends ClusterContract {
 *
 *   @Override
 *   protected ClusterFixture fixture() {
 *     return new RedisClusterFixture(server, freshNamespace());
 *   }
 * }
 * }</pre>
 *
 * <p>The jobs of the cluster are tested here only so far as they are the same on all connections:
 * {@link dev.tandemq.tck.JobStoreContract} does the rest. Not tested: what outlives the backend,
 * and what a lost answer leaves behind.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class ClusterContract {

  /** For subclasses. */
  protected ClusterContract() {}

  /** The fixture of the next test, on a namespace of its own; asked for before each. */
  protected abstract ClusterFixture fixture();

  @Nested
  class Members extends MembershipRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class Sessions extends SessionRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class Elections extends ElectionRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class Terms extends TermRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class Locking extends LockRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class Grants extends GrantRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class Broadcasts extends BroadcastRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class LifeCycle extends ClusterLifeCycleRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class Arguments extends ClusterArgumentRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class SharedJobs extends SharedJobsRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }

  @Nested
  class Crowds extends ClusterCrowdRules {
    @Override
    protected ClusterFixture fixture() {
      return ClusterContract.this.fixture();
    }
  }
}
