package dev.tandemq.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Facts are counted as they stand in the history, whatever the checker thinks of it. */
final class RunFactsTest {

  private final RunFacts facts = new RunFacts();

  private void tell(
      long at, String node, Op op, Phase phase, UnaryOperator<HistoryEvent.Builder> more) {
    facts.accept(more.apply(HistoryEvent.at(at, node, node + "-1", op, phase)).build());
  }

  private void claim(long at, String node, String job, int attempt) {
    tell(at, node, Op.CLAIM, Phase.OK, event -> event.job(job).token(at).attempt(attempt));
  }

  private void about(long at, String node, Op op, String job, long token) {
    tell(at, node, op, Phase.OK, event -> event.job(job).token(token));
  }

  private void complete(long at, String node, Phase phase, String job, long token) {
    String result = phase == Phase.OK ? "APPLIED" : "";
    tell(
        at,
        node,
        Op.SETTLE,
        phase,
        event -> event.job(job).token(token).arrow("COMPLETE").result(result));
  }

  private void kill(long at, String node) {
    tell(at, node, Op.FAULT, Phase.OK, event -> event.name(RunFacts.KILL));
    tell(at + 1, node, Op.CRASH, Phase.OK, event -> event);
  }

  @Test
  void completionsAreCountedByNodeAndStartsByJob() {
    claim(1, "ada", "j", 1);
    about(2, "ada", Op.START, "j", 1);
    about(3, "ada", Op.END, "j", 1);
    complete(4, "ada", Phase.INVOKE, "j", 1);
    complete(5, "ada", Phase.OK, "j", 1);

    assertThat(facts.completedBy()).containsOnlyKeys("ada").containsValue(1);
    assertThat(facts.jobs().values())
        .allMatch(job -> job.starts == 1 && job.completions == 1)
        .hasSize(1);
  }

  @Test
  void aKillHitsWhatRunsAndTheNextClaimEndsTheWait() {
    claim(1, "ada", "runs", 1);
    about(2, "ada", Op.START, "runs", 1);
    claim(3, "ada", "waits", 1);
    claim(4, "bob", "elsewhere", 1);
    kill(10, "ada");
    claim(40, "bob", "runs", 2);

    assertThat(facts.kills()).containsExactly(new RunFacts.Kill(10, "ada", 1, 2, 0));
    assertThat(facts.waits()).containsExactly(30L);
    assertThat(facts.forgotten()).isEqualTo(1);
  }

  @Test
  void whatWasAboutToBeSettledIsNotForgotten() {
    claim(1, "ada", "j", 1);
    complete(2, "ada", Phase.INVOKE, "j", 1);
    kill(10, "ada");

    assertThat(facts.kills()).containsExactly(new RunFacts.Kill(10, "ada", 0, 1, 1));
    assertThat(facts.forgotten()).isZero();
  }

  @Test
  void aClaimThatNobodyHeardOfIsSeenByTheNumberOfTheNextAndBelongsToTheKillOneLeaseBefore() {
    long second = 1_000_000_000;
    kill(10 * second, "ada");
    kill(15 * second, "bob");
    tell(
        17 * second,
        "cleo",
        Op.CLAIM,
        Phase.OK,
        event -> event.job("j").token(9).attempt(2).leaseNanos(6 * second));

    assertThat(facts.unseen()).isEqualTo(1);
    assertThat(facts.waits()).containsExactly(7 * second);
  }

  @Test
  void aClaimWhoseAnswerWasLostIsNotBlamedOnAKill() {
    kill(10, "ada");
    tell(20, "bob", Op.CLAIM, Phase.UNKNOWN, event -> event);
    claim(50, "bob", "j", 2);

    assertThat(facts.unseen()).isEqualTo(1);
    assertThat(facts.waits()).isEmpty();
  }
}
