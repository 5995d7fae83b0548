package dev.tandemq.tck.cluster;

import static dev.tandemq.tck.cluster.ClusterProbe.LOCK;
import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static dev.tandemq.tck.cluster.ClusterProbe.STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.store.Subscription;
import dev.tandemq.tck.rule.Rule;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules Y1 and Y3: the end of a connection. */
public abstract class ClusterLifeCycleRules extends ClusterChapter {

  private static final NodeId NODE = new NodeId("node", "start-0");

  static Stream<Arguments> calls() {
    return Stream.of(
        call("join", cluster -> cluster.membership().join(NODE, STATE, LONG)),
        call("renew", cluster -> cluster.membership().renew(new Member(NODE, 1), STATE)),
        call("leave", cluster -> cluster.membership().leave(new Member(NODE, 1))),
        call("nodes", cluster -> cluster.membership().nodes()),
        call("tryLead", cluster -> cluster.election().tryLead(NODE, LONG, 0)),
        call("resign", cluster -> cluster.election().resign(NODE, 1)),
        call("leader", cluster -> cluster.election().leader()),
        call("tryLock", cluster -> cluster.locks().tryLock(LOCK, NODE, LONG)),
        call("extend", cluster -> cluster.locks().extend(new Lock(LOCK, NODE, 1), LONG)),
        call("unlock", cluster -> cluster.locks().unlock(new Lock(LOCK, NODE, 1))),
        call("locks", cluster -> cluster.locks().locks()),
        call("send", cluster -> cluster.broadcast().send("topic", new byte[0])),
        call("listen", cluster -> cluster.broadcast().listen("topic", message -> {})),
        call("put", cluster -> cluster.jobs().put(List.of())),
        call("queues", cluster -> cluster.jobs().queues()));
  }

  private static Arguments call(String name, Consumer<Cluster> call) {
    return Arguments.of(name, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  @Rule("Y1")
  void afterCloseEveryCallThrows(String name, Consumer<Cluster> call) {
    here().cluster().close();

    assertThatThrownBy(() -> call.accept(here().cluster()), story(name + " after close"))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  @Rule("Y1")
  void afterCloseEveryRoleThatWasTakenBeforeThrows(String name, Consumer<Cluster> call) {
    RolesTaken taken = new RolesTaken(here().cluster());
    here().cluster().close();

    assertThatThrownBy(() -> call.accept(taken), story(name + " after close"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Rule("Y1")
  void aClusterMayBeClosedTwice() {
    here().cluster().close();

    assertThatCode(() -> here().cluster().close())
        .as(story("the second close"))
        .doesNotThrowAnyException();
  }

  @Test
  @Rule("Y1")
  void aSubscriptionMayBeClosedAfterItsCluster() {
    Subscription subscription = here().cluster().broadcast().listen("topic", message -> {});
    here().cluster().close();

    assertThatCode(subscription::close)
        .as(story("the end of a subscription after that of its cluster"))
        .doesNotThrowAnyException();
  }

  @Test
  @Rule("Y1")
  void aClosedClusterHearsNothing() {
    AtomicInteger heard = new AtomicInteger();
    here().cluster().broadcast().listen("topic", message -> heard.incrementAndGet());
    here().cluster().close();

    there().send("topic", "hello");
    pass(currentFixture().hears());

    assertThat(heard.get()).as(story("words heard after close")).isZero();
  }

  @Test
  @Rule("Y3")
  void theEndOfAConnectionEndsNothingThatItHolds() {
    NodeId node = start("web");
    here().join(node, step());
    Leader leader = here().mustLead(node, step());
    Lock lock = here().lock(node, step());

    here().cluster().close();

    there().expectMembers(node);
    assertThat(there().leader()).as(story("who leads")).contains(leader);
    there().expectHeld(lock);
    passStep();
    there().expectMembers();
    assertThat(there().leader()).as(story("who leads after the time to live")).isEmpty();
    there().expectHeld();
  }

  @Test
  @Rule("Y3")
  void theEndOfAConnectionLeavesTheOthersAlone() {
    NodeId node = start("web");
    Member member = there().join(node, LONG);
    Leader leader = there().mustLead(node, LONG);
    Lock lock = there().lock(node, LONG);

    here().cluster().close();

    assertThat(there().renew(member)).as(story("a renewal")).isEqualTo(Renewal.RENEWED);
    assertThat(there().lead(node, LONG)).as(story("who leads")).isEqualTo(leader);
    assertThat(there().extend(lock, LONG)).as(story("an extension")).isEqualTo(Renewal.RENEWED);
    assertThat(there().cluster().jobs()).as(story("the jobs")).isNotNull();
  }
}
