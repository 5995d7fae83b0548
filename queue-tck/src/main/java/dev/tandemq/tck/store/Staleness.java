package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The ways in which a claim loses its job. Each leaves the holder with a token that is no use. */
enum Staleness {
  /** The lease ran out and another node claimed the job. */
  CLAIMED_BY_ANOTHER(null) {
    @Override
    void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
      store.pass(untilLeaseEnds);
      store.claim(QUEUE, LONG, "another");
    }
  },
  /** The lease ran out, was swept, and the job is ready. */
  SWEPT_TO_READY(null) {
    @Override
    void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
      store.pass(untilLeaseEnds);
      assertThat(store.sweep(10).rescued()).as("rescued by a sweep").isEqualTo(1);
    }
  },
  COMPLETED(Settle.Arrow.COMPLETE),
  RETRIED(Settle.Arrow.RETRY),
  RELEASED(Settle.Arrow.RELEASE),
  SNOOZED(Settle.Arrow.SNOOZE),
  HANDED_BACK(Settle.Arrow.HAND_BACK),
  BURIED(Settle.Arrow.BURY),
  DISCARDED(Settle.Arrow.DISCARD),
  /** It was retried, and another claim holds the job now. */
  RETRIED_AND_CLAIMED(Settle.Arrow.RETRY) {
    @Override
    void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
      store.apply(StoreProbe.retry(claim));
      store.claim(QUEUE, LONG, "another");
    }
  },
  /** It was handed back, and another claim of the same attempt holds the job now. */
  HANDED_BACK_AND_CLAIMED(Settle.Arrow.HAND_BACK) {
    @Override
    void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
      store.apply(Settle.handBack(claim));
      store.claim(QUEUE, LONG, StoreProbe.NODE);
    }
  },
  REQUEUED_AND_CLAIMED(Settle.Arrow.BURY) {
    @Override
    void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
      store.apply(Settle.bury(claim, new Failure("hopeless")));
      store.requeue(claim.job());
      store.claim(QUEUE, LONG, "another");
    }
  },
  REMOVED(null) {
    @Override
    void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
      store.remove(claim.job());
    }
  },
  CLEARED(null) {
    @Override
    void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
      store.clear();
    }
  },
  /** It was removed, its id was pushed again, and another claim holds the new job. */
  REMOVED_AND_PUSHED_AGAIN(null) {
    @Override
    void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
      Job job = claim.job();
      store.remove(job);
      assumeTrue(
          store.put(job) instanceof PutResult.Added, "the store remembers the ids of removed jobs");
      store.claim(QUEUE, LONG, StoreProbe.NODE);
    }
  };

  private final Settle.@Nullable Arrow arrow;

  Staleness(Settle.@Nullable Arrow arrow) {
    this.arrow = arrow;
  }

  /** Whether a settlement by this arrow repeats an earlier one, which has a rule of its own. */
  boolean repeats(Settle.Arrow next) {
    return arrow == next;
  }

  /** Lets it happen. */
  void happenTo(Claim claim, StoreProbe store, Duration untilLeaseEnds) {
    if (arrow == null) {
      throw new AssertionError(this + " is no arrow");
    }
    store.apply(SettleRules.settle(claim, arrow));
  }
}
