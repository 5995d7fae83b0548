package dev.tandemq.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.store.PutResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class RecordingClusterTest {

  private static final Duration TIME = Duration.ofNanos(70);
  private static final NodeId FIRST = new NodeId("n1", "first");
  private static final NodeId OTHER = new NodeId("n1", "other");
  private static final NodeState STATE = new NodeState(NodeState.Phase.ACTIVE, 1, 0, List.of());
  private static final Member MEMBER = new Member(FIRST, 5);
  private static final Lock LOCK = new Lock("l", FIRST, 6);

  private final Answers answers = new Answers();
  private final Told told = new Told();
  private final Cluster caller =
      new RecordingCluster(answers.cluster(), told.recorder, Side.CALLER);
  private final Cluster backend =
      new RecordingCluster(answers.cluster(), told.recorder, Side.BACKEND);

  private static NodeView view(NodeId node) {
    return new NodeView(node, STATE, Instant.EPOCH, Duration.ZERO, TIME);
  }

  @Test
  void membershipIsTold() {
    answers.answer("join", new Joined.Admitted(MEMBER));
    answers.answer("join", new Joined.NameTaken(view(OTHER)));
    answers.answer("renew", Renewal.LOST);
    answers.answer("leave", null);
    backend.membership().join(FIRST, STATE, TIME);
    backend.membership().join(FIRST, STATE, TIME);
    backend.membership().renew(MEMBER, STATE);
    caller.membership().leave(MEMBER);
    assertThat(told.lines())
        .containsExactly(
            "JOIN OK token 5 lease 70 -> ADMITTED",
            "JOIN OK name other lease 70 -> NAME_TAKEN",
            "RENEW OK token 5 -> LOST",
            "LEAVE INVOKE #1 token 5",
            "LEAVE OK #1 token 5");
  }

  @Test
  void whoWasSeenIsToldOneByOneAndCounted() {
    answers.answer("nodes", List.of(view(FIRST), view(OTHER)));
    caller.membership().nodes();
    assertThat(told.lines())
        .containsExactly(
            "SEEN INVOKE #1",
            "SEEN OK #1 name first lease 70",
            "SEEN OK #1 name other lease 70",
            "SEEN OK #1 count 2");
  }

  @Test
  void electionIsTold() {
    answers.answer("tryLead", new Leader(FIRST, 4, Instant.EPOCH));
    answers.answer("tryLead", new Leader(OTHER, 5, Instant.EPOCH));
    answers.answer("resign", true).answer("resign", false).answer("leader", Optional.empty());
    caller.election().tryLead(FIRST, TIME, 3);
    backend.election().tryLead(FIRST, TIME, 0);
    backend.election().resign(FIRST, 4);
    backend.election().resign(FIRST, 4);
    backend.election().leader();
    assertThat(told.lines())
        .containsExactly(
            "LEAD INVOKE #1 lease 70 count 3",
            "LEAD OK #1 term 4 name first lease 70 count 3 -> LEADS",
            "LEAD OK term 5 name other lease 70 -> FOLLOWS",
            "RESIGN OK term 4 -> RESIGNED",
            "RESIGN OK term 4 -> LOST");
  }

  @Test
  void locksAreTold() {
    answers.answer("tryLock", Optional.of(LOCK)).answer("tryLock", Optional.empty());
    answers.answer("extend", Renewal.RENEWED);
    answers.answer("unlock", true).answer("unlock", false).answer("locks", List.of());
    backend.locks().tryLock("l", FIRST, TIME);
    backend.locks().tryLock("l", OTHER, TIME);
    backend.locks().extend(LOCK, TIME);
    backend.locks().unlock(LOCK);
    backend.locks().unlock(LOCK);
    backend.locks().locks();
    assertThat(told.lines())
        .containsExactly(
            "LOCK OK token 6 name l lease 70 -> GRANTED",
            "LOCK OK name l lease 70 -> HELD",
            "EXTEND_LOCK OK token 6 name l lease 70 -> RENEWED",
            "UNLOCK OK token 6 name l -> UNLOCKED",
            "UNLOCK OK token 6 name l -> LOST");
  }

  @Test
  void wordsAreToldWhereTheyAreSentAndHeard() {
    List<String> heard = new ArrayList<>();
    answers.answer("send", null);
    backend.broadcast().listen("t", message -> heard.add("heard " + message.length));
    backend.broadcast().send("t", new byte[] {1, 2});
    answers.listeners.forEach(listener -> listener.accept(new byte[] {1, 2}));
    assertThat(heard).containsExactly("heard 2");
    assertThat(told.lines()).containsExactly("SEND OK name t", "HEAR OK name t");
    assertThat(told.events.get(0).hash()).isEqualTo(told.events.get(1).hash()).isNotZero();
  }

  @Test
  void lostAnswerIsUnknown() {
    answers.stage(
        "tryLead",
        () -> CompletableFuture.failedFuture(new OutcomeUnknownException("lost", List.of(), null)));
    assertThat(caller.election().tryLead(FIRST, TIME, 3).toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(told.lines())
        .containsExactly(
            "LEAD INVOKE #1 lease 70 count 3",
            "LEAD UNKNOWN #1 lease 70 count 3 ! OutcomeUnknownException");
  }

  @Test
  void jobsOfTheClusterAreRecorded() {
    answers.answer("put", List.of(new PutResult.Added(Answers.job(1).id())));
    backend.jobs().put(List.of(Answers.job(1)));
    assertThat(told.lines()).hasSize(1).first().asString().startsWith("PUSH OK job 1");
  }

  @Test
  void closePassesOn() {
    caller.close();
    assertThat(answers.called).containsExactly("close");
  }
}
