package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.Swept;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Rules F1 and F2: who was replaced as leader, and does not know it yet, changes nothing. */
public abstract class TermRules extends StoreChapter {

  @Test
  @Rule("F1")
  void aSweepInAnOlderTermMovesNothingAndIsToldTheNewerOne() {
    Job due = store().push(store().job("due").delay(step()));
    Job held = store().push("held");
    store().claimFor(step());
    store().sweepInTerm(QUEUE, 7);
    store().pass(step().plus(precision()));

    assertThat(store().sweepInTerm(QUEUE, 6))
        .as(store().story("a sweep in term 6 after one in term 7"))
        .isEqualTo(new Swept(0, 0, false, 7));

    store().check(due).is(JobState.DELAYED);
    store().check(held).is(JobState.RESERVED).hasSpent(0);
  }

  @Test
  @Rule("F1")
  void aPruneInAnOlderTermRemovesNothingAndIsToldTheNewerOne() {
    Job failed = store().pushFailed("failed");
    store().pruneInTerm(OTHER, 7);

    assertThat(store().pruneInTerm(QUEUE, 1))
        .as(store().story("a prune in term 1 after one in term 7"))
        .isEqualTo(new Pruned(0, 7));

    store().check(failed).is(JobState.FAILED);
    store().expectCounts("pushed 1, failed 1");
  }

  @Test
  @Rule("F1")
  void sweepsAndPrunesShareOneTerm() {
    Job failed = store().pushFailed("failed");
    store().sweepInTerm(QUEUE, 3);
    assertThat(store().pruneInTerm(QUEUE, 2)).as("after a sweep").isEqualTo(new Pruned(0, 3));
    store().check(failed).is(JobState.FAILED);

    store().pruneInTerm(QUEUE, 5);
    assertThat(store().sweepInTerm(QUEUE, 4)).as("after a prune").isEqualTo(refused(5));
  }

  @Test
  @Rule("F1")
  void allQueuesShareOneTermEvenUnknownOnes() {
    store().push("job");
    store().sweepInTerm("unknown", 3);

    assertThat(store().sweepInTerm(QUEUE, 2)).as("in another queue").isEqualTo(refused(3));
    assertThat(store().sweepInTerm("unknown", 2)).as("in the same").isEqualTo(refused(3));
    assertThat(store().queues()).as("queues that are known").containsExactly(QUEUE);
  }

  @Test
  @Rule("F1")
  void theNewestTermStaysWhoeverComesAfter() {
    store().sweepInTerm(QUEUE, 3);
    store().sweepInTerm(QUEUE, 9);
    store().sweepInTerm(QUEUE, 5);
    store().sweepInTerm(QUEUE, 8);

    assertThat(store().sweepInTerm(QUEUE, 7)).as("term 7 after 3, 9, 5, 8").isEqualTo(refused(9));
    assertThat(store().pruneInTerm(QUEUE, 8)).as("term 8").isEqualTo(new Pruned(0, 9));
  }

  @Test
  @Rule("F1")
  void termsAreAsLargeAsTheyMayBe() {
    store().sweepInTerm(QUEUE, Long.MAX_VALUE);

    assertThat(store().sweepInTerm(QUEUE, Long.MAX_VALUE - 1))
        .as("the term before the largest")
        .isEqualTo(refused(Long.MAX_VALUE));
  }

  @Test
  @Rule("F1")
  void aCallThatIsRefusedForItsArgumentsWasNotSeen() {
    assertThatIllegalArgumentException().isThrownBy(() -> store().store().sweep(QUEUE, 0, 9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().store().prune(QUEUE, LONG, -1, 1, 9));

    assertThat(store().sweepInTerm(QUEUE, 1).isRefused()).as("term 1 is refused").isFalse();
  }

  @Test
  @Rule("F1")
  void onceATermWasAcceptedNoOlderOneIs() {
    AtomicLong accepted = new AtomicLong();
    AtomicInteger number = new AtomicInteger();
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    Callable<Integer> leader =
        () -> {
          Random random = new Random(number.incrementAndGet());
          for (int i = 1; i <= 100; i++) {
            long before = accepted.get();
            long term = i + (long) random.nextInt(10);
            Swept swept = store().sweepInTerm(QUEUE, term);
            if ((swept.isRefused() ? swept.newerTerm() : term) < before) {
              wrong.add("term " + term + " after " + before + " was answered " + swept);
            }
            accepted.accumulateAndGet(swept.isRefused() ? 0 : term, Math::max);
          }
          return 100;
        };

    Together.run(Collections.nCopies(4, leader));

    assertThat(wrong).as(store().story("answers to four leaders")).isEmpty();
  }

  @Test
  @Rule("F2")
  void whatIsNobodysOfficeIsNeverRefused() {
    Job failed = store().pushFailed("failed");
    Job due = store().push(store().job("due").delay(step()));
    store().sweepInTerm(QUEUE, 7);
    store().pass(step().plus(precision()));

    assertThat(store().sweepInTerm(QUEUE, 0)).as("a sweep").isEqualTo(new Swept(1, 0, false));
    assertThat(store().pruneInTerm(QUEUE, 0)).as("a prune").isEqualTo(new Pruned(1, 0));
    store().check(due).is(JobState.READY);
    store().check(failed).isGone();
  }

  @Test
  @Rule("F2")
  void whatIsNobodysOfficeChangesNothingAboutTerms() {
    store().sweepInTerm(QUEUE, 7);
    store().sweepInTerm(QUEUE, 0);
    store().pruneInTerm(QUEUE, 0);

    assertThat(store().sweepInTerm(QUEUE, 6)).as("an older term").isEqualTo(refused(7));
    assertThat(store().sweepInTerm(QUEUE, 7).isRefused()).as("the newest is refused").isFalse();
  }

  @Test
  @Rule("F2")
  void oneLeaderSweepsAndPrunesAgainAndAgain() {
    Job failed = store().pushFailed("failed");
    store().push(store().job("due").delay(step()));
    store().sweepInTerm(QUEUE, 7);
    store().pass(step().plus(precision()));

    assertThat(store().sweepInTerm(QUEUE, 7)).as("a sweep").isEqualTo(new Swept(1, 0, false));
    assertThat(store().pruneInTerm(QUEUE, 7)).as("a prune").isEqualTo(new Pruned(1, 0));
    store().check(failed).isGone();
  }

  @Test
  @Rule("F2")
  void claimsKnowNoTerms() {
    store().push(store().job("held").maxAttempts(5));
    store().claimFor(step());
    store().push(store().job("due").delay(step()));
    store().sweepInTerm(QUEUE, 7);
    store().pass(step().plus(precision()).plus(Duration.ofNanos(1)));

    assertThat(store().drain())
        .as(store().story("claims after the end of a lease and of a delay"))
        .containsExactlyInAnyOrder("held", "due");
  }

  private static Swept refused(long newerTerm) {
    return new Swept(0, 0, false, newerTerm);
  }
}
