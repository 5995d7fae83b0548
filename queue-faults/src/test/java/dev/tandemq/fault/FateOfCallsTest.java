package dev.tandemq.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Job;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.time.ManualContext;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FateOfCallsTest {

  private static final Duration BEFORE = Duration.ofMillis(20);
  private static final Duration AFTER = Duration.ofMillis(30);

  private final FarEnd far = new FarEnd();
  private final ManualContext network = new ManualContext(1);
  private final ScriptedFaults faults = new ScriptedFaults();
  private final Cluster cluster = new FaultyCluster(far.cluster(), faults, network);

  static List<PortCall> calls() {
    return PortCall.all();
  }

  @Test
  void everyCallThatAnswersLaterIsTried() {
    List<String> methods =
        Stream.of(JobStore.class, Membership.class, Election.class, Locks.class, Broadcast.class)
            .flatMap(
                port ->
                    Stream.of(port.getMethods())
                        .filter(method -> method.getReturnType() == CompletionStage.class)
                        .filter(method -> !method.isDefault())
                        .map((Method method) -> port.getSimpleName() + "." + method.getName()))
            .distinct()
            .toList();
    assertThat(calls()).extracting(PortCall::name).containsExactlyInAnyOrderElementsOf(methods);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void withoutFateACallIsPassedOnWithItsArguments(PortCall call) {
    CompletionStage<?> answer = call.call().apply(cluster);
    assertThat(answer).isSameAs(far.answer);
    assertThat(far.applied).containsExactly(call.name());
    assertThat(far.arguments).usingRecursiveComparison().isEqualTo(argumentsOf(call));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void refusedCallIsNotApplied(PortCall call) {
    faults.on(call.name(), Fate.REFUSED);
    CompletableFuture<?> answer = future(call);
    assertThat(answer.isDone()).isTrue();
    assertThat(error(answer))
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining(call.name());
    assertThat(far.applied).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void lostAnswerIsOfACallThatWasApplied(PortCall call) {
    faults.on(call.name(), Fate.LOST_ANSWER);
    CompletableFuture<?> answer = future(call);
    assertThat(answer.isDone()).isTrue();
    assertThat(far.applied).containsExactly(call.name());
    assertUnknown(call, answer);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void lostCallIsNotApplied(PortCall call) {
    faults.on(call.name(), Fate.LOST_CALL);
    CompletableFuture<?> answer = future(call);
    assertThat(answer.isDone()).isTrue();
    assertThat(far.applied).isEmpty();
    assertUnknown(call, answer);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void silentCallIsAppliedAndNeverAnswered(PortCall call) {
    faults.on(call.name(), Fate.SILENT);
    CompletableFuture<?> answer = future(call);
    assertThat(far.applied).containsExactly(call.name());
    network.advance(Duration.ofHours(1));
    assertThat(answer.isDone()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void delayedCallIsAppliedAfterTheOneAndAnsweredAfterTheOther(PortCall call) {
    faults.on(call.name(), Fate.delayed(BEFORE, AFTER));
    CompletableFuture<?> answer = future(call);
    network.advance(BEFORE.minusNanos(1));
    assertThat(far.applied).isEmpty();
    network.advance(Duration.ofNanos(1));
    assertThat(far.applied).containsExactly(call.name());
    assertThat(far.arguments).usingRecursiveComparison().isEqualTo(argumentsOf(call));
    network.advance(AFTER.minusNanos(1));
    assertThat(answer.isDone()).isFalse();
    network.advance(Duration.ofNanos(1));
    assertThat(answer).isCompletedWithValueMatching("the answer"::equals);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyEndMayBeLate(PortCall call) {
    faults.on(
        call.name(),
        new Fate(BEFORE, Fate.End.REFUSED, AFTER),
        new Fate(BEFORE, Fate.End.LOST_CALL, AFTER),
        new Fate(BEFORE, Fate.End.LOST_ANSWER, AFTER),
        new Fate(BEFORE, Fate.End.SILENT, AFTER));
    CompletableFuture<?> refused = future(call);
    CompletableFuture<?> lostCall = future(call);
    CompletableFuture<?> lostAnswer = future(call);
    CompletableFuture<?> silent = future(call);
    network.advance(BEFORE);
    assertThat(far.applied).containsExactly(call.name(), call.name());
    network.advance(AFTER.minusNanos(1));
    assertThat(Stream.of(refused, lostCall, lostAnswer).anyMatch(CompletableFuture::isDone))
        .isFalse();
    network.advance(Duration.ofNanos(1));
    assertThat(error(refused)).isInstanceOf(QueueUnavailableException.class);
    assertUnknown(call, lostCall);
    assertUnknown(call, lostAnswer);
    network.advance(Duration.ofHours(1));
    assertThat(silent.isDone()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void misuseIsThrownFromTheCallThatGetsThereAtOnce(PortCall call) {
    IllegalArgumentException misuse = new IllegalArgumentException("no such thing");
    far.misuse = misuse;
    assertThatThrownBy(() -> call.call().apply(cluster)).isSameAs(misuse);
    faults.on(call.name(), Fate.LOST_ANSWER, Fate.SILENT, Fate.delayed(Duration.ZERO, AFTER));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> call.call().apply(cluster)).isSameAs(misuse);
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void misuseFailsTheStageOfACallThatGetsThereLater(PortCall call) {
    IllegalArgumentException misuse = new IllegalArgumentException("no such thing");
    far.misuse = misuse;
    faults.on(call.name(), Fate.delayed(BEFORE, AFTER), new Fate(BEFORE, Fate.End.SILENT, AFTER));
    CompletableFuture<?> answer = future(call);
    CompletableFuture<?> silent = future(call);
    network.advance(BEFORE);
    assertThat(error(answer)).isSameAs(misuse);
    assertThat(error(silent)).isSameAs(misuse);
  }

  @Test
  void callsOvertakeEachOther() {
    faults.on("JobStore.pause", Fate.delayed(AFTER, Duration.ZERO));
    cluster.jobs().pause("mail", true);
    cluster.jobs().bound("mail", 1);
    network.advance(AFTER);
    assertThat(far.applied).containsExactly("JobStore.bound", "JobStore.pause");
  }

  @Test
  void answersOvertakeEachOther() {
    faults.on(
        "JobStore.turn", Fate.delayed(Duration.ZERO, AFTER), Fate.delayed(Duration.ZERO, BEFORE));
    CompletableFuture<?> first = cluster.jobs().turn(PortCall.turn()).toCompletableFuture();
    CompletableFuture<?> second = cluster.jobs().turn(PortCall.turn()).toCompletableFuture();
    network.advance(BEFORE);
    assertThat(first.isDone()).isFalse();
    assertThat(second.isDone()).isTrue();
  }

  @Test
  void argumentsAreTheCallersAgainOnceTheCallHasReturned() {
    faults.on("JobStore.put", Fate.delayed(BEFORE, Duration.ZERO));
    faults.on("Broadcast.send", Fate.delayed(BEFORE, Duration.ZERO));
    List<Job> jobs = PortCall.listOf(PortCall.JOB);
    byte[] message = {1, 2};
    cluster.jobs().put(jobs);
    cluster.broadcast().send("t", message);
    jobs.clear();
    message[0] = 9;
    network.advance(BEFORE);
    assertThat(far.arguments.get(0).get(0)).isEqualTo(List.of(PortCall.JOB));
    assertThat(far.arguments.get(1).get(1)).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void targetThatAnswersLaterIsWaitedFor() {
    CompletableFuture<Object> target = new CompletableFuture<>();
    far.answer = target;
    faults.on("JobStore.queues", Fate.delayed(Duration.ZERO, AFTER), Fate.LOST_ANSWER);
    CompletableFuture<?> late = cluster.jobs().queues().toCompletableFuture();
    CompletableFuture<?> lost = cluster.jobs().queues().toCompletableFuture();
    network.advance(Duration.ofHours(1));
    assertThat(late.isDone() || lost.isDone()).isFalse();
    target.complete("the answer");
    assertThat(error(lost)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(late.isDone()).isFalse();
    network.advance(AFTER);
    assertThat(late).isCompletedWithValueMatching("the answer"::equals);
  }

  @Test
  void targetsOwnTroubleIsToldUnwrapped() {
    QueueUnavailableException trouble = new QueueUnavailableException("gone", null);
    far.answer = CompletableFuture.failedFuture(trouble).thenApply(value -> value);
    faults.on("JobStore.queues", Fate.delayed(Duration.ZERO, AFTER));
    CompletableFuture<?> answer = cluster.jobs().queues().toCompletableFuture();
    network.advance(AFTER);
    assertThat(error(answer)).isSameAs(trouble);
  }

  @Test
  void callOnItsWayWhenTheNetworkEndsNeverArrives() {
    faults.on("JobStore.clear", Fate.delayed(BEFORE, AFTER));
    CompletableFuture<?> answer = cluster.jobs().clear("mail").toCompletableFuture();
    network.close();
    network.advance(Duration.ofHours(1));
    assertThat(far.applied).isEmpty();
    assertThat(answer.isDone()).isFalse();
  }

  @Test
  void closePassesOn() {
    cluster.close();
    new FaultyJobStore(far.store(), faults, network).close();
    assertThat(far.applied).containsExactly("Cluster.close", "JobStore.close");
  }

  /** What arrives when nothing is in between. */
  private static List<List<@Nullable Object>> argumentsOf(PortCall call) {
    FarEnd bare = new FarEnd();
    assertThat(call.call().apply(bare.cluster())).isNotNull();
    return bare.arguments;
  }

  private CompletableFuture<?> future(PortCall call) {
    return call.call().apply(cluster).toCompletableFuture();
  }

  private static void assertUnknown(PortCall call, CompletableFuture<?> answer) {
    assertThat(error(answer))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining(call.name())
        .extracting(error -> ((OutcomeUnknownException) error).ids())
        .isEqualTo(call.ids());
  }

  private static Throwable error(CompletableFuture<?> answer) {
    return answer.handle((value, error) -> error).getNow(new AssertionError("not done"));
  }
}
