package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Subscription;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rules H1 and H2: when those who wait are told. */
public abstract class HintRules extends StoreChapter {

  // How often a test looks for a hint that is on its way; each look is one precision apart.
  private static final int LOOKS = 20;

  private final AtomicInteger hints = new AtomicInteger();

  /** Listens to the queue and claims in vain, so that the next ready job brings a hint. */
  private Subscription waitFor(String queue) {
    Subscription subscription = store().store().onReady(queue, hints::incrementAndGet);
    store().turn(1, QUEUE, OTHER);
    hints.set(0);
    return subscription;
  }

  private void expectHint(String after) {
    for (int looks = 0; looks < LOOKS && hints.get() == 0; looks++) {
      store().pass(precision());
    }
    assertThat(hints.get()).as(store().story("hints after " + after)).isPositive();
    hints.set(0);
  }

  @Test
  @Rule("H1")
  void aPushBringsAHint() {
    waitFor(QUEUE);

    store().push("job");

    expectHint("a push");
  }

  @Test
  @Rule("H1")
  void eachClaimInVainIsAnsweredByAHint() {
    waitFor(QUEUE);
    for (int i = 0; i < 3; i++) {
      store().push("job");
      expectHint("push " + i);
      assertThat(store().drain()).as("claims after hint " + i).hasSize(1);
    }
  }

  @Test
  @Rule("H1")
  void aClaimThatGotLessThanItWantedIsAnsweredByAHint() {
    waitFor(QUEUE);
    store().push("first");
    expectHint("the first push");
    assertThat(store().claim(2)).as("claims of one job").hasSize(1);
    hints.set(0);

    store().push("second");

    expectHint("a push after a claim that got one of two");
  }

  @Test
  @Rule("H1")
  void eachQueueOfTheClaimBringsItsHint() {
    waitFor(OTHER);

    store().push(store().job("o").queue(OTHER));

    expectHint("a push to the second queue of the claim");
  }

  @Test
  @Rule("H1")
  void aJobThatBecomesDueBringsAHint() {
    store().push(store().job("job").delay(step()));
    waitFor(QUEUE);

    store().pass(step());

    expectHint("the due time of a job that was there before the claim");
  }

  @Test
  @Rule("H1")
  void aJobThatIsPushedLaterAndBecomesDueBringsAHint() {
    waitFor(QUEUE);
    store().push(store().job("late").delay(step().multipliedBy(50)));
    store().push(store().job("job").delay(step()));

    store().pass(step());

    expectHint("the due time of a job that was pushed after the claim");
  }

  @Test
  @Rule("H1")
  void theEndOfALeaseBringsAHint() {
    store().push("job");
    store().claimFor(step());
    waitFor(QUEUE);

    store().pass(step());

    expectHint("the end of a lease");
  }

  @Test
  @Rule("H1")
  void theEndOfAnExtendedLeaseBringsAHint() {
    store().push("job");
    Claim claim = store().claimFor(step());
    waitFor(QUEUE);
    store().extend(claim, step().multipliedBy(2));
    store().pass(step().plus(precision()));
    hints.set(0);

    store().pass(step());

    expectHint("the end of a lease that had been extended");
  }

  @Test
  @Rule("H1")
  void theEndOfAShortenedLeaseBringsAHint() {
    store().push("job");
    Claim claim = store().claimFor(LONG);
    waitFor(QUEUE);

    store().extend(claim, step());
    store().pass(step());

    expectHint("the end of a lease that had been shortened");
  }

  @Test
  @Rule("H1")
  void aHandBackBringsAHint() {
    store().push("job");
    Claim claim = store().claim();
    waitFor(QUEUE);

    store().apply(Settle.handBack(claim));

    expectHint("a hand-back");
  }

  @Test
  @Rule("H1")
  void aRetryBringsAHint() {
    store().push("job");
    Claim claim = store().claim();
    waitFor(QUEUE);

    store().apply(StoreProbe.retry(claim));

    expectHint("a retry");
  }

  @Test
  @Rule("H1")
  void aRetryWithADelayBringsAHintWhenItIsDue() {
    store().push("job");
    Claim claim = store().claim();
    waitFor(QUEUE);

    store().apply(Settle.retry(claim, step(), new Failure("boom")));
    store().pass(step());

    expectHint("the delay of a retry");
  }

  @Test
  @Rule("H1")
  void aReleaseBringsAHint() {
    store().push("job");
    Claim claim = store().claim();
    waitFor(QUEUE);

    store().apply(Settle.release(claim, Duration.ZERO));

    expectHint("a release");
  }

  @Test
  @Rule("H1")
  void aRequeueBringsAHint() {
    Job failed = store().pushFailed("job");
    waitFor(QUEUE);

    store().requeue(failed);

    expectHint("a requeue");
  }

  @Test
  @Rule("H1")
  void theEndOfAPauseBringsAHint() {
    store().pause(true);
    store().push("job");
    waitFor(QUEUE);

    store().pause(false);

    expectHint("the end of a pause");
  }

  @Test
  @Rule("H1")
  void whatBecomesDueAfterThePauseBringsAHint() {
    store().push(store().job("job").delay(step()));
    store().pause(true);
    waitFor(QUEUE);
    store().pause(false);

    store().pass(step());

    expectHint("the due time of a job, after a pause");
  }

  @Test
  @Rule("H2")
  void aClosedSubscriptionIsNotCalled() {
    Subscription subscription = waitFor(QUEUE);

    subscription.close();
    store().push("job");
    store().pass(precision());

    assertThat(hints.get()).as(store().story("hints after the end of a subscription")).isZero();
  }

  @Test
  @Rule("H2")
  void aSubscriptionMayBeClosedTwice() {
    Subscription subscription = waitFor(QUEUE);
    subscription.close();
    subscription.close();

    store().push("job");
    store().pass(precision());

    assertThat(hints.get()).as(store().story("hints of the closed subscription")).isZero();
  }

  @Test
  @Rule("H1")
  void theEndOfOneSubscriptionLeavesTheOthersAlone() {
    Subscription other = store().store().onReady(QUEUE, () -> {});
    waitFor(QUEUE);
    other.close();
    other.close();

    store().push("job");

    expectHint("the end of another subscription");
  }

  @Test
  @Rule("H2")
  void aClosedSubscriptionIsNotCalledWhenTimeComes() {
    store().push(store().job("job").delay(step()));
    Subscription subscription = waitFor(QUEUE);

    subscription.close();
    store().pass(step().plus(precision()));

    assertThat(hints.get()).as(store().story("hints after the end of a subscription")).isZero();
  }
}
