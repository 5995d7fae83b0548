package dev.tandemq.kv.roles;

import dev.tandemq.tck.cluster.BroadcastRules;
import dev.tandemq.tck.cluster.ClusterArgumentRules;
import dev.tandemq.tck.cluster.ClusterCrowdRules;
import dev.tandemq.tck.cluster.ClusterFixture;
import dev.tandemq.tck.cluster.ClusterLifeCycleRules;
import dev.tandemq.tck.cluster.ElectionRules;
import dev.tandemq.tck.cluster.GrantRules;
import dev.tandemq.tck.cluster.LockRules;
import dev.tandemq.tck.cluster.MembershipRules;
import dev.tandemq.tck.cluster.SessionRules;
import dev.tandemq.tck.cluster.TermRules;
import org.junit.jupiter.api.Nested;

/** All chapters of the contract of clusters, but for the one on jobs. */
abstract class RolesContract {

  protected abstract ClusterFixture fixture();

  @Nested
  class Members extends MembershipRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class Sessions extends SessionRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class Elections extends ElectionRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class Terms extends TermRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class Locking extends LockRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class Grants extends GrantRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class Broadcasts extends BroadcastRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class LifeCycle extends ClusterLifeCycleRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class Arguments extends ClusterArgumentRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }

  @Nested
  class Crowds extends ClusterCrowdRules {
    @Override
    protected ClusterFixture fixture() {
      return RolesContract.this.fixture();
    }
  }
}
