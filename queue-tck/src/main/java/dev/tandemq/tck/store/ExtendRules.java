package dev.tandemq.tck.store;

import static dev.tandemq.store.Extended.EXTENDED;
import static dev.tandemq.store.Extended.LOST;
import static dev.tandemq.tck.store.StoreProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules E1 and E3: how a lease is extended. */
public abstract class ExtendRules extends StoreChapter {

  @Test
  @Rule("E1")
  void anExtendedLeaseRunsAnewFromNow() {
    store().push("job");
    Claim claim = store().claimFor(step());
    store().pass(almostStep());

    assertThat(store().extend(claim, step())).as("the extension").isEqualTo(EXTENDED);

    store().pass(almostStep());
    store().expectNothingToClaim("just before the extended lease ends");
    store().pass(precision().multipliedBy(2));
    assertThat(store().drain())
        .as(store().story("claims after the extended lease"))
        .containsExactly("job");
  }

  @Test
  @Rule("E1")
  void aLeaseMayBecomeLonger() {
    store().push("job");
    Claim claim = store().claimFor(step());

    store().extend(claim, LONG);

    store().pass(step().multipliedBy(2));
    store().expectNothingToClaim("after the first lease, long before the end of the longer one");
  }

  @Test
  @Rule("E1")
  void aLeaseMayBecomeShorter() {
    store().push("job");
    Claim claim = store().claimFor(LONG);

    store().extend(claim, step());

    store().pass(step().plus(precision()));
    assertThat(store().drain())
        .as(store().story("claims after the shorter lease"))
        .containsExactly("job");
  }

  @Test
  @Rule("E1")
  void ofManyClaimsOnlyThoseThatWereExtendedStay() {
    store().pushMany("j", 12);
    List<Claim> extended = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Claim claim = store().claimFor(step());
      if (i % 2 == 0) {
        extended.add(claim);
      }
    }

    store().extend(extended, LONG);

    store().pass(step().plus(precision()));
    assertThat(store().drain())
        .as(store().story("claims after the leases of which every second was extended"))
        .containsExactlyInAnyOrder("j1", "j3", "j5", "j7", "j9", "j11");
  }

  @Test
  @Rule("E1")
  void anExtensionChangesNothingButTheLease() {
    Job job = store().push("job");
    Claim claim = store().claim();

    store().extend(claim, LONG.multipliedBy(2));

    store().check(job).is(JobState.RESERVED).hasSpent(0);
    assertThat(store().view(job).token()).as(store().story(job)).isEqualTo(claim.token());
    assertThat(store().view(job).history()).as(store().story(job)).isEmpty();
    store().expectCounts("pushed 1, reserved 1");
  }

  @Test
  @Rule("E1")
  void theEndOfTheLeaseIsFound() {
    Job job = store().push("job");
    Claim claim = store().claimFor(LONG);

    store().extend(claim, LONG.multipliedBy(3));

    assertThat(store().view(job).leaseUntil())
        .as(store().story(job))
        .isAfter(claim.leaseUntil().plus(LONG));
  }

  @Test
  @Rule("E1")
  void aLeaseThatRanOutUnnoticedMayBeExtended() {
    store().push("job");
    Claim claim = store().claimFor(step());
    store().pass(step().multipliedBy(2));

    assertThat(store().extend(claim, LONG)).as("the late extension").isEqualTo(EXTENDED);

    store().expectNothingToClaim("after a late extension that was granted");
  }

  @Test
  @Rule("E1")
  void anExtendedClaimMaySettle() {
    Job job = store().push("job");
    Claim claim = store().claimFor(step());
    store().extend(claim, LONG);
    store().pass(step().multipliedBy(2));

    store().apply(Settle.complete(claim));

    store().check(job).isGone();
  }

  @Test
  @Rule("E3")
  void answersComeInTheOrderOfTheClaims() {
    store().pushEach("a", "b", "c", "d");
    List<Claim> claims = store().claim(4);
    store().apply(Settle.complete(claims.get(0)));
    store().apply(StoreProbe.retry(claims.get(2)));

    List<Extended> answers = store().extend(claims, LONG);

    assertThat(answers)
        .as(store().story("answers for a which is complete, for b, for c which is ready, for d"))
        .containsExactly(LOST, EXTENDED, LOST, EXTENDED);
  }

  @Test
  @Rule("E3")
  void noClaimsHaveNoAnswers() {
    assertThat(store().extend(List.of(), LONG)).as("answers for no claims").isEmpty();
  }
}
