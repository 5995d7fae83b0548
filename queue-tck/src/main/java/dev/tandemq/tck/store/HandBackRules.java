package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule S8, and S12 where it meets it: a job that is handed back is as if it had not been claimed.
 */
public abstract class HandBackRules extends StoreChapter {

  @Test
  @Rule("S8")
  void aJobThatIsHandedBackIsReadyAndTheAttemptIsNotSpent() {
    Job job = store().push("job");

    store().apply(Settle.handBack(store().claim()));

    store().check(job).is(JobState.READY).hasSpent(0);
    store().expectCounts("pushed 1, ready 1");
    assertThat(store().claim().attempt()).as(store().story(job)).isEqualTo(1);
  }

  @Test
  @Rule("S8")
  void theLastAttemptMayBeHandedBack() {
    Job job = store().push(store().job("job").maxAttempts(1));

    store().apply(Settle.handBack(store().claim()));

    store().check(job).is(JobState.READY).hasSpent(0);
  }

  @Test
  @Rule("S8")
  void aSecondAttemptThatIsHandedBackStaysTheSecond() {
    Job job = store().push("job");
    store().apply(StoreProbe.retry(store().claim()));

    store().apply(Settle.handBack(store().claim()));

    store().check(job).is(JobState.READY).hasSpent(1);
    assertThat(store().claim().attempt()).as(store().story(job)).isEqualTo(2);
  }

  @Test
  @Rule("S8")
  void aJobThatIsHandedBackIsClaimedBeforeThoseThatCameLater() {
    needs(Capability.FIFO);
    store().pushEach("a", "b");
    Claim first = store().claim();
    store().push("c");

    store().apply(Settle.handBack(first));

    assertThat(store().drain())
        .as(store().story("order after a was handed back"))
        .containsExactly("a", "b", "c");
  }

  @Test
  @Rule("S8")
  void aJobThatIsHandedBackStaysBehindThoseThatCameBefore() {
    needs(Capability.FIFO);
    store().pushEach("a", "b", "c");
    List<Claim> claims = store().claim(2);

    store().apply(Settle.handBack(claims.get(1)));
    store().apply(Settle.handBack(claims.get(0)));

    assertThat(store().drain())
        .as(store().story("order after b and then a were handed back"))
        .containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @Rule("S8")
  void anyOrderOfHandBacksRestoresTheOldOrder(long seed) {
    needs(Capability.FIFO);
    List<String> order = store().pushMany("j", 12).stream().map(Job::type).toList();
    List<Claim> claims = new ArrayList<>(store().claim(9));
    Collections.shuffle(claims, new Random(seed));

    claims.forEach(claim -> store().apply(Settle.handBack(claim)));

    assertThat(store().drain())
        .as(store().story("order after nine jobs were handed back"))
        .isEqualTo(order);
  }

  @Test
  @Rule("S8")
  void theOldOrderIsRestoredWithinEachPriority() {
    needs(Capability.FIFO);
    for (int i = 0; i < 12; i++) {
      store().push(store().job("p" + (i % 3) + "-" + (char) ('a' + i)).priority(i % 3 * 100));
    }
    List<Claim> claims = new ArrayList<>(store().claim(7));
    Collections.reverse(claims);

    store().settle(claims.stream().map(Settle::handBack).toList());

    List<String> order = store().drain();
    for (String priority : List.of("p0", "p1", "p2")) {
      assertThat(order.stream().filter(label -> label.startsWith(priority)))
          .as(store().story("order within priority " + priority))
          .hasSize(4)
          .isSorted();
    }
  }

  @Test
  @Rule("S8")
  void theOldPlaceOfARetriedJobIsThatOfItsRetry() {
    needs(Capability.FIFO);
    store().pushEach("a", "b");
    store().apply(StoreProbe.retry(store().claim()));
    store().push("c");
    List<Claim> claims = store().claim(3);

    store().settle(List.of(Settle.handBack(claims.get(1)), Settle.handBack(claims.get(2))));
    store().apply(Settle.handBack(claims.get(0)));

    assertThat(store().drain())
        .as(store().story("order after a retry of a and a hand-back of all"))
        .containsExactly("b", "a", "c");
  }

  @Test
  @Rule("S8")
  void theOldPlaceOfADelayedJobIsThatFromWhichItWasClaimed() {
    needs(Capability.FIFO);
    store().push(store().job("due").delay(step()));
    store().pass(step().multipliedBy(2));
    store().push("late");
    List<Claim> claims = store().claim(2);
    store().push("last");

    store().apply(Settle.handBack(claims.get(1)));
    store().apply(Settle.handBack(claims.get(0)));

    assertThat(store().drain())
        .as(store().story("order after a hand-back of the first two"))
        .startsWith(StoreProbe.labels(claims).toArray(String[]::new))
        .hasSize(3);
  }

  @Test
  @Rule("S8")
  void aJobMayBeHandedBackAgainAndAgain() {
    needs(Capability.FIFO);
    Job job = store().push("a");
    store().push("b");
    for (int i = 0; i < 5; i++) {
      store().apply(Settle.handBack(store().claim()));
    }

    store().check(job).is(JobState.READY).hasSpent(0);
    assertThat(store().drain())
        .as(store().story("order after five hand-backs of a"))
        .containsExactly("a", "b");
  }

  @Test
  @Rule("S8")
  void aLateHandBackStillRestoresTheOldPlace() {
    needs(Capability.FIFO);
    store().push("a");
    Claim claim = store().claimFor(step());
    store().push("b");
    store().pass(step().plus(Duration.ofNanos(1)).plus(precision()));

    store().apply(Settle.handBack(claim));

    assertThat(store().drain())
        .as(store().story("order after a hand-back whose lease had run out"))
        .containsExactly("a", "b");
  }
}
