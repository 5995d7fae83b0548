package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.ADA;
import static dev.tandemq.memory.HubNodes.BOB;
import static dev.tandemq.memory.HubNodes.CLAIM;
import static dev.tandemq.memory.HubNodes.IDLE;
import static dev.tandemq.memory.HubNodes.TTL;
import static dev.tandemq.memory.HubNodes.failure;
import static dev.tandemq.memory.HubNodes.job;
import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.time.ManualContext;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Harm to links and sessions, and how connections and hubs end. */
class MemoryHubLinksTest {

  private static final byte[] WORD = {1, 2, 3};

  private final ManualContext context = new ManualContext(1);
  private final MemoryHub hub = new MemoryHub(context);
  private final Cluster ada = hub.connect("ada");
  private final Cluster bob = hub.connect("bob");

  @AfterEach
  void close() {
    hub.close();
    assertThat(context.pendingTimers()).isZero();
  }

  private static List<Function<Cluster, CompletionStage<?>>> calls() {
    List<Function<Cluster, CompletionStage<?>>> calls = new ArrayList<>(roleCalls());
    storeCalls().forEach(call -> calls.add(cluster -> call.apply(cluster.jobs())));
    return calls;
  }

  private static List<Function<Cluster, CompletionStage<?>>> roleCalls() {
    return List.of(
        c -> c.membership().join(ADA, IDLE, TTL),
        c -> c.membership().renew(new Member(ADA, 1), IDLE),
        c -> c.membership().leave(new Member(ADA, 1)),
        c -> c.membership().nodes(),
        c -> c.election().tryLead(ADA, TTL, 0),
        c -> c.election().resign(ADA, 1),
        c -> c.election().leader(),
        c -> c.locks().tryLock("l", ADA, TTL),
        c -> c.locks().extend(new Lock("l", ADA, 1), TTL),
        c -> c.locks().unlock(new Lock("l", ADA, 1)),
        c -> c.locks().locks(),
        c -> c.broadcast().send("t", WORD));
  }

  private static List<Function<JobStore, CompletionStage<?>>> storeCalls() {
    List<JobId> ids = List.of(job(1).id());
    return List.of(
        s -> s.put(List.of(job(1))),
        s -> s.turn(CLAIM),
        s -> s.extend(List.of(), TTL),
        s -> s.sweep("q", 1, 1),
        s -> s.find(job(1).id()),
        s -> s.findUnique("q", "k"),
        s -> s.list("q", JobState.READY, PageRequest.first(1)),
        s -> s.requeue("q", ids),
        s -> s.remove(ids),
        s -> s.forget("q", ids),
        s -> s.cancel(ids),
        s -> s.clear("q"),
        s -> s.prune("q", TTL, 1, 1, 1),
        s -> s.stats(List.of("q")),
        s -> s.queues(),
        s -> s.pause("q", true),
        s -> s.bound("q", 1));
  }

  @Test
  void noCallOverACutLinkIsApplied() {
    hub.cut("ada");

    assertThat(calls())
        .allSatisfy(
            call ->
                assertThat(failure(call.apply(ada)))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("the link ada is cut; nothing was changed"));
    assertThat(now(bob.membership().nodes())).isEmpty();
    assertThat(now(bob.election().leader())).isEmpty();
    assertThat(now(bob.locks().locks())).isEmpty();
    assertThat(now(bob.jobs().queues())).isEmpty();
  }

  @Test
  void aMendedLinkWorksAsBeforeAndOthersNeverNoticed() {
    Member member = ((Joined.Admitted) now(ada.membership().join(ADA, IDLE, TTL))).member();
    hub.cut("ada");
    context.advance(TTL.minusNanos(1));
    assertThat(now(bob.membership().nodes())).extracting(NodeView::id).containsExactly(ADA);
    hub.mend("ada");

    assertThat(now(ada.membership().renew(member, IDLE))).isEqualTo(Renewal.RENEWED);
  }

  @Test
  void whoIsCutOffForLongerThanItsTimeToLiveIsGone() {
    Member member = ((Joined.Admitted) now(ada.membership().join(ADA, IDLE, TTL))).member();
    hub.cut("ada");
    context.advance(TTL);
    assertThat(now(bob.membership().nodes())).isEmpty();
    hub.mend("ada");

    assertThat(now(ada.membership().renew(member, IDLE))).isEqualTo(Renewal.LOST);
  }

  @Test
  void aLinkIsCutForAllWhoUseItAlsoForThoseWhoCome() {
    Cluster same = hub.connect("ada");
    hub.cut("ada");
    Cluster later = hub.connect("ada");

    assertThat(failure(same.jobs().queues())).isInstanceOf(QueueUnavailableException.class);
    assertThat(failure(later.jobs().queues())).isInstanceOf(QueueUnavailableException.class);
    hub.mend("ada");
    assertThat(now(later.jobs().queues())).isEmpty();
  }

  @Test
  void noMessageComesThroughACutLink() {
    List<String> heard = new ArrayList<>();
    Subscription atAda = ada.broadcast().listen("t", word -> heard.add("ada"));
    Subscription atBob = bob.broadcast().listen("t", word -> heard.add("bob"));
    hub.cut("ada");
    now(bob.broadcast().send("t", WORD));
    hub.mend("ada");
    now(bob.broadcast().send("t", WORD));
    hub.cut("ada");
    context.runUntilIdle();

    assertThat(heard).containsExactly("bob", "bob");
    hub.mend("ada");
    now(bob.broadcast().send("t", WORD));
    context.runUntilIdle();
    assertThat(heard).containsExactly("bob", "bob", "ada", "bob");
    atAda.close();
    atBob.close();
  }

  @Test
  void noHintComesThroughACutLink() {
    List<String> heard = new ArrayList<>();
    Subscription atAda = ada.jobs().onReady("q", () -> heard.add("ada"));
    Subscription atBob = bob.jobs().onReady("q", () -> heard.add("bob"));
    now(bob.jobs().turn(CLAIM));
    hub.cut("ada");
    now(bob.jobs().put(List.of(job(1))));
    context.runUntilIdle();

    assertThat(heard).containsExactly("bob");
    atAda.close();
    atBob.close();
  }

  @Test
  void hintsAndMessagesNeverComeFromWithinACall() {
    List<String> heard = new ArrayList<>();
    Subscription hints = ada.jobs().onReady("q", () -> heard.add("hint"));
    Subscription words = ada.broadcast().listen("t", word -> heard.add("word"));
    now(ada.jobs().turn(CLAIM));
    now(ada.jobs().put(List.of(job(1))));
    now(ada.broadcast().send("t", WORD));

    assertThat(heard).isEmpty();
    context.runUntilIdle();
    assertThat(heard).containsExactly("hint", "word");
    hints.close();
    words.close();
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    List<String> heard = new ArrayList<>();
    var unused =
        ada.broadcast()
            .listen(
                "t",
                word -> {
                  throw new IllegalStateException("listener");
                });
    var unusedToo = bob.broadcast().listen("t", word -> heard.add("bob"));

    now(ada.broadcast().send("t", WORD));
    context.runUntilIdle();

    assertThat(heard).containsExactly("bob");
  }

  @Test
  void expireEndsAllThatAnIncarnationHoldsAndNothingElse() {
    Member member = ((Joined.Admitted) now(ada.membership().join(ADA, IDLE, TTL))).member();
    Leader leader = now(ada.election().tryLead(ADA, TTL, 0));
    Lock lock = now(ada.locks().tryLock("l", ADA, TTL)).orElseThrow();
    Lock other = now(bob.locks().tryLock("other", BOB, TTL)).orElseThrow();

    assertThat(hub.expire(ADA)).isTrue();

    assertThat(now(ada.membership().renew(member, IDLE))).isEqualTo(Renewal.LOST);
    assertThat(now(ada.election().leader())).isEmpty();
    assertThat(now(ada.election().resign(ADA, leader.term()))).isFalse();
    assertThat(now(ada.locks().extend(lock, TTL))).isEqualTo(Renewal.LOST);
    assertThat(now(bob.locks().extend(other, TTL))).isEqualTo(Renewal.RENEWED);
    assertThat(hub.expire(ADA)).isFalse();
    assertThat(hub.expire(HubNodes.ADA_AGAIN)).isFalse();
  }

  @Test
  void whoseSessionExpiredJoinsAnewWithAnotherSessionAndAnotherTerm() {
    Member old = ((Joined.Admitted) now(ada.membership().join(ADA, IDLE, TTL))).member();
    Leader before = now(ada.election().tryLead(ADA, TTL, 0));
    assertThat(hub.expire(ADA)).isTrue();

    Member anew = ((Joined.Admitted) now(ada.membership().join(ADA, IDLE, TTL))).member();
    Leader after = now(ada.election().tryLead(ADA, TTL, 0));

    assertThat(anew.session()).isNotEqualTo(old.session());
    assertThat(after.term()).isGreaterThan(before.term());
    now(ada.membership().leave(old));
    assertThat(now(ada.membership().nodes())).hasSize(1);
  }

  @Test
  void aClosedConnectionThrowsAtEveryCallAndItsNodeIsLeftToItsTimeToLive() {
    now(ada.membership().join(ADA, IDLE, TTL));
    now(ada.election().tryLead(ADA, TTL, 0));
    ada.close();

    assertThat(calls())
        .allSatisfy(call -> assertThatIllegalStateException().isThrownBy(() -> call.apply(ada)));
    assertThatIllegalStateException().isThrownBy(() -> ada.broadcast().listen("t", word -> {}));
    assertThatIllegalStateException().isThrownBy(() -> ada.jobs().onReady("q", () -> {}));
    assertThatIllegalStateException().isThrownBy(() -> ada.jobs().onRoom("q", () -> {}));
    assertThat(now(bob.membership().nodes())).hasSize(1);
    assertThat(now(bob.election().leader())).isPresent();
    assertThatCode(ada::close).doesNotThrowAnyException();
  }

  /** So that the test above, and the one of cut links, forget none. */
  @Test
  void theTableOfCallsIsComplete() {
    assertThat(storeCalls()).hasSize((int) stages(JobStore.class) - 2); // two short forms
    long roles =
        Stream.of(Cluster.class.getMethods())
            .filter(role -> role.getReturnType().isInterface())
            .filter(role -> !role.getReturnType().equals(JobStore.class))
            .mapToLong(role -> stages(role.getReturnType()))
            .sum();
    assertThat(roleCalls()).hasSize((int) roles);
  }

  private static long stages(Class<?> port) {
    return Arrays.stream(port.getMethods())
        .map(Method::getReturnType)
        .filter(CompletionStage.class::equals)
        .count();
  }

  @Test
  void closingTheJobsEndsTheJobsOfThisConnectionAlone() {
    ada.jobs().close();

    assertThatIllegalStateException().isThrownBy(() -> ada.jobs().queues());
    assertThat(now(ada.membership().nodes())).isEmpty();
    assertThat(now(bob.jobs().queues())).isEmpty();
  }

  @Test
  void aClosedConnectionHearsNothingMore() {
    List<String> heard = new ArrayList<>();
    Subscription hints = ada.jobs().onReady("q", () -> heard.add("hint"));
    Subscription words = ada.broadcast().listen("t", word -> heard.add("word"));
    now(bob.jobs().turn(CLAIM));
    now(bob.jobs().put(List.of(job(1))));
    now(bob.broadcast().send("t", WORD));
    ada.close(); // while they are on their way
    now(bob.broadcast().send("t", WORD));
    context.runUntilIdle();

    assertThat(heard).isEmpty();
    assertThatCode(hints::close).doesNotThrowAnyException();
    assertThatCode(words::close).doesNotThrowAnyException();
  }

  @Test
  void aClosedHubEndsAllConnections() {
    hub.close();
    hub.close();

    assertThat(calls())
        .allSatisfy(call -> assertThatIllegalStateException().isThrownBy(() -> call.apply(bob)));
    assertThatIllegalStateException().isThrownBy(() -> hub.connect("carl"));
    assertThatIllegalStateException().isThrownBy(() -> hub.cut("ada"));
    assertThatIllegalStateException().isThrownBy(() -> hub.expire(ADA));
    assertThatCode(bob::close).doesNotThrowAnyException();
  }

  @Test
  void aMessageToAProcessThatHasEndedIsLost() {
    List<String> heard = new ArrayList<>();
    var unused = ada.broadcast().listen("t", word -> heard.add("ada"));
    context.close();

    now(bob.broadcast().send("t", WORD));

    assertThat(heard).isEmpty();
  }

  @Test
  void theStoreRemembersForThoseWhoLoseAnAnswer() {
    now(ada.jobs().put(List.of(job(1))));
    var claim = now(ada.jobs().turn(CLAIM)).claims().get(0);
    var complete =
        new TurnRequest(
            List.of(Settle.complete(claim)), List.of(), 0, Duration.ofSeconds(1), "ada");
    now(ada.jobs().turn(complete));

    assertThat(now(bob.jobs().turn(complete)).settled()).containsExactly(SettleResult.APPLIED);
  }
}
