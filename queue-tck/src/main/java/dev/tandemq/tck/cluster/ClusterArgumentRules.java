package dev.tandemq.tck.cluster;

import static dev.tandemq.tck.cluster.ClusterProbe.LOCK;
import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static dev.tandemq.tck.cluster.ClusterProbe.STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.job.Job;
import dev.tandemq.job.Names;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule Y2: misuse is refused by the call itself, before anything is written. */
public abstract class ClusterArgumentRules extends ClusterChapter {

  private static final NodeId NODE = new NodeId("node", "start-0");
  private static final String TOO_LONG = "n".repeat(Names.MAX_LENGTH + 1);

  static Stream<Arguments> badNumbersAndNames() {
    List<Arguments> calls = new ArrayList<>();
    for (Duration time :
        List.of(
            Duration.ZERO,
            Duration.ofNanos(-1),
            Job.LIMIT_DURATION.plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      calls.add(bad("join for " + time, cluster -> cluster.membership().join(NODE, STATE, time)));
      calls.add(bad("tryLead for " + time, cluster -> cluster.election().tryLead(NODE, time, 0)));
      calls.add(bad("tryLock for " + time, cluster -> cluster.locks().tryLock(LOCK, NODE, time)));
      calls.add(
          bad(
              "extend for " + time,
              cluster -> cluster.locks().extend(new Lock(LOCK, NODE, 1), time)));
    }
    for (String name : List.of("", ".", "..", "a/b", "a b", "n\u00e4me", TOO_LONG)) {
      calls.add(bad("tryLock of " + name, cluster -> cluster.locks().tryLock(name, NODE, LONG)));
      calls.add(bad("send to " + name, cluster -> cluster.broadcast().send(name, new byte[0])));
      calls.add(
          bad("listen to " + name, cluster -> cluster.broadcast().listen(name, message -> {})));
    }
    calls.add(
        bad(
            "send of too many bytes",
            cluster ->
                cluster.broadcast().send("topic", new byte[Broadcast.MAX_MESSAGE_BYTES + 1])));
    calls.add(bad("tryLead above -1", cluster -> cluster.election().tryLead(NODE, LONG, -1)));
    return calls.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badNumbersAndNames")
  @Rule("Y2")
  void aBadArgumentIsRefused(String what, Consumer<Cluster> call) {
    expectRefusal(what, IllegalArgumentException.class, call);
  }

  @SuppressWarnings("NullAway") // null is the bad argument
  static Stream<Arguments> nulls() {
    return Stream.of(
        bad("join of null", cluster -> cluster.membership().join(null, STATE, LONG)),
        bad("join without a state", cluster -> cluster.membership().join(NODE, null, LONG)),
        bad("join without a time", cluster -> cluster.membership().join(NODE, STATE, null)),
        bad("renew of null", cluster -> cluster.membership().renew(null, STATE)),
        bad("leave of null", cluster -> cluster.membership().leave(null)),
        bad("tryLead of null", cluster -> cluster.election().tryLead(null, LONG, 0)),
        bad("tryLead without a time", cluster -> cluster.election().tryLead(NODE, null, 0)),
        bad("resign of null", cluster -> cluster.election().resign(null, 1)),
        bad("tryLock of null", cluster -> cluster.locks().tryLock(null, NODE, LONG)),
        bad("tryLock for nobody", cluster -> cluster.locks().tryLock(LOCK, null, LONG)),
        bad("tryLock without a time", cluster -> cluster.locks().tryLock(LOCK, NODE, null)),
        bad("extend of null", cluster -> cluster.locks().extend(null, LONG)),
        bad("unlock of null", cluster -> cluster.locks().unlock(null)),
        bad("send to null", cluster -> cluster.broadcast().send(null, new byte[0])),
        bad("send of null", cluster -> cluster.broadcast().send("topic", null)),
        bad("listen to null", cluster -> cluster.broadcast().listen(null, message -> {})),
        bad("listen by nobody", cluster -> cluster.broadcast().listen("topic", null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nulls")
  @Rule("Y2")
  void aNullIsRefused(String what, Consumer<Cluster> call) {
    expectRefusal(what, NullPointerException.class, call);
  }

  private static Arguments bad(String what, Consumer<Cluster> call) {
    return Arguments.of(what, call);
  }

  private void expectRefusal(
      String what, Class<? extends Exception> refusal, Consumer<Cluster> call) {
    assertThatThrownBy(() -> call.accept(here().cluster()), story(what))
        .isExactlyInstanceOf(refusal);

    there().expectMembers();
    assertThat(there().leader()).as(story("who leads after " + what)).isEmpty();
    there().expectHeld();
  }

  @Test
  @Rule("Y2")
  void theLongestNamesAreTaken() {
    String longest = "n".repeat(Names.MAX_LENGTH);
    NodeId node = new NodeId(longest, longest);

    here().join(node, LONG);
    here().mustLead(node, LONG);
    here().lock(longest, node, LONG);
    here().cluster().broadcast().listen(longest, message -> {});
    here().send(longest, "hello");

    there().expectMembers(node);
    assertThat(there().locks()).as(story("locks held")).hasSize(1);
  }
}
