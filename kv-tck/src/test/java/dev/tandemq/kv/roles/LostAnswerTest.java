package dev.tandemq.kv.roles;

import static dev.tandemq.kv.roles.TestWorld.ONE;
import static dev.tandemq.kv.roles.TestWorld.STATE;
import static dev.tandemq.kv.roles.TestWorld.TTL;
import static dev.tandemq.kv.roles.TestWorld.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Member;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller is told when the backend does not answer, or says no again and again. */
final class LostAnswerTest {

  /** What becomes of a commit. */
  private enum Fate {
    ANSWERED,
    LOST_ON_THE_WAY,
    ANSWER_LOST,
    NOT_SENT,
    REFUSED
  }

  private static final class Unsteady extends ForwardingKv {

    private Fate fate = Fate.ANSWERED;
    private boolean isReadable = true;
    private int commits;

    private Unsteady(Kv target) {
      super(target);
    }

    @Override
    public CompletionStage<Commit> commit(List<Op> ops) {
      commits++;
      return switch (fate) {
        case ANSWERED -> super.commit(ops);
        case LOST_ON_THE_WAY -> unknown();
        case ANSWER_LOST -> super.commit(ops).thenCompose(applied -> unknown());
        case NOT_SENT ->
            CompletableFuture.failedFuture(new QueueUnavailableException("not sent", null));
        case REFUSED -> CompletableFuture.completedFuture(new Commit.Refused());
      };
    }

    private static CompletionStage<Commit> unknown() {
      return CompletableFuture.failedFuture(
          new OutcomeUnknownException("no answer", List.of(), null));
    }

    @Override
    public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
      return isReadable
          ? super.getAll(keys)
          : CompletableFuture.failedFuture(new QueueUnavailableException("cannot be read", null));
    }
  }

  private final TestWorld world = new TestWorld();
  private final Unsteady kv = new Unsteady(world.server.connect());
  private final Cluster cluster = new TestCluster(world.setup(kv));
  private final Cluster other = new TestCluster(world.setup());
  private final Member member =
      ((Joined.Admitted) world.await(cluster.membership().join(ONE, STATE, TTL))).member();
  private final Leader leader = world.await(cluster.election().tryLead(ONE, TTL, 0));
  private final Lock lock = world.await(cluster.locks().tryLock("a", ONE, TTL)).orElseThrow();

  @BeforeEach
  void beginToCount() {
    world.await(cluster.broadcast().send("topic", new byte[1]));
    kv.commits = 0;
  }

  static Stream<String> writesOfWhatIsHeld() {
    return Stream.of(
        "membership.join",
        "membership.renew",
        "membership.leave",
        "election.tryLead",
        "election.resign",
        "locks.tryLock",
        "locks.extend",
        "locks.unlock");
  }

  static Stream<String> writes() {
    return Stream.concat(writesOfWhatIsHeld(), Stream.of("broadcast.send"));
  }

  private CompletionStage<?> call(String call) {
    return switch (call) {
      case "membership.join" -> cluster.membership().join(TWO, STATE, TTL);
      case "membership.renew" -> cluster.membership().renew(member, STATE);
      case "membership.leave" -> cluster.membership().leave(member);
      case "election.tryLead" -> cluster.election().tryLead(ONE, TTL, 0);
      case "election.resign" -> cluster.election().resign(ONE, leader.term());
      case "locks.tryLock" -> cluster.locks().tryLock("b", ONE, TTL);
      case "locks.extend" -> cluster.locks().extend(lock, TTL);
      case "locks.unlock" -> cluster.locks().unlock(lock);
      case "broadcast.send" -> cluster.broadcast().send("topic", new byte[1]);
      default -> throw new AssertionError(call);
    };
  }

  @ParameterizedTest
  @MethodSource("writes")
  void aLostAnswerIsToldAsSuchAndNothingIsRepeated(String call) {
    kv.fate = Fate.ANSWER_LOST;

    expectUnknown(call);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void aCallThatWasLostIsToldAsSuchAndNothingIsRepeated(String call) {
    kv.fate = Fate.LOST_ON_THE_WAY;

    expectUnknown(call);
  }

  private void expectUnknown(String call) {
    assertThat(world.failure(call(call)))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining(call);
    assertThat(kv.commits).as("commits").isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void whatWasNotSentIsToldAsUnavailable(String call) {
    kv.fate = Fate.NOT_SENT;

    assertThat(world.failure(call(call))).isInstanceOf(QueueUnavailableException.class);

    assertThat(kv.commits).as("commits").isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("writesOfWhatIsHeld")
  void whoIsRefusedAgainAndAgainGivesUp(String call) {
    kv.fate = Fate.REFUSED;

    assertThat(world.failure(call(call)))
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining(call);

    assertThat(kv.commits).as("commits").isEqualTo(RoleCall.MAX_LOOKS);
  }

  @Test
  void aLockWhoseAnswerWasLostIsHeldUntilItsTimeEnds() {
    kv.fate = Fate.ANSWER_LOST;
    assertThat(world.failure(cluster.locks().tryLock("b", ONE, TTL)))
        .isInstanceOf(OutcomeUnknownException.class);

    assertThat(world.await(other.locks().tryLock("b", TWO, TTL))).isEmpty();
    world.pass(TTL);

    assertThat(world.await(other.locks().tryLock("b", TWO, TTL))).isPresent();
  }

  @Test
  void aFenceWhoseAnswerWasLostLeavesTheCallUndone() {
    TestWorld fresh = new TestWorld();
    Unsteady unsteady = new Unsteady(fresh.server.connect());
    KvLocks locks = new KvLocks(fresh.setup(unsteady));
    unsteady.fate = Fate.ANSWER_LOST;

    assertThat(fresh.failure(locks.tryLock("a", ONE, TTL)))
        .as("only the fence was tried")
        .isInstanceOf(QueueUnavailableException.class);

    unsteady.fate = Fate.ANSWERED;
    assertThat(fresh.await(locks.tryLock("a", ONE, TTL))).isPresent();
  }

  @Test
  void whatCannotBeReadIsToldAndNothingIsWritten() {
    kv.isReadable = false;

    for (CompletionStage<?> call :
        List.of(
            cluster.membership().nodes(),
            cluster.election().leader(),
            cluster.locks().locks(),
            call("locks.tryLock"))) {
      assertThat(world.failure(call)).isInstanceOf(QueueUnavailableException.class);
    }
    assertThat(kv.commits).isZero();
  }

  @Test
  void aCallThatMeetsTheEndOfTheConnectionIsUnavailable() {
    TestWorld fresh = new TestWorld();
    Kv late = new LateKv(fresh.server.connect(), fresh.context);
    KvLocks locks = new KvLocks(fresh.setup(late));
    List<CompletionStage<?>> calls = new ArrayList<>();
    // Some of them are still on their way, whatever the chance.
    for (int i = 0; i < 20; i++) {
      calls.add(locks.tryLock("a" + i, ONE, TTL));
    }

    late.close();

    assertThatThrownBy(locks::locks).isInstanceOf(IllegalStateException.class);
    assertThat(calls)
        .as("calls that were on their way")
        .allSatisfy(
            call -> assertThat(fresh.failure(call)).isInstanceOf(QueueUnavailableException.class));
  }
}
