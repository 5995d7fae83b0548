package dev.tandemq.cli.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.process.Waiting;
import dev.tandemq.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class QuotaTest {

  private final List<String> calls = new ArrayList<>();
  private final Brakes brakes = new Brakes(() -> calls.add("pause"), () -> calls.add("resume"));
  private final Quota quota = new Quota(OptionalLong.of(2), brakes);

  private static AttemptKey attempt(long token) {
    return new AttemptKey(new JobId(1, 1), token);
  }

  @Test
  void claimingStopsWhileAsManyAreUnderWayAsMayBeFinished() throws Exception {
    quota.enter(attempt(1));
    assertThat(calls).isEmpty();
    quota.enter(attempt(2));
    assertThat(calls).containsExactly("pause");

    assertThat(quota.settled(attempt(1), false)).isFalse();
    assertThat(calls).containsExactly("pause", "resume");
    quota.enter(attempt(3));
    assertThat(quota.settled(attempt(2), true)).isFalse();
    assertThat(quota.settled(attempt(3), true)).isTrue();
    assertThat(calls).containsExactly("pause", "resume", "pause");
  }

  @Test
  void oneTooManyWaitsUntilThereIsRoom() throws Exception {
    quota.enter(attempt(1));
    quota.enter(attempt(2));
    Thread third = new Thread(() -> enter(3));
    third.start();
    Waiting.until(() -> third.getState() == Thread.State.WAITING, "it waits");

    quota.settled(attempt(1), false);

    third.join();
    assertThat(quota.settled(attempt(2), true)).isFalse();
    assertThat(quota.settled(attempt(3), true)).isTrue();
  }

  @Test
  void whoNeverEnteredCountsForNothing() throws Exception {
    quota.enter(attempt(1));

    assertThat(quota.settled(attempt(7), true)).isFalse();
    assertThat(quota.settled(attempt(8), true)).isFalse();
    assertThat(calls).isEmpty();
  }

  @Test
  void brakesAreReleasedWithTheLastReasonOnly() {
    brakes.apply(Brakes.Reason.OUTPUT);
    brakes.apply(Brakes.Reason.QUOTA);
    brakes.release(Brakes.Reason.OUTPUT);
    brakes.release(Brakes.Reason.OUTPUT);
    assertThat(calls).containsExactly("pause");
    brakes.release(Brakes.Reason.QUOTA);
    assertThat(calls).containsExactly("pause", "resume");
  }

  private void enter(long token) {
    try {
      quota.enter(attempt(token));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
