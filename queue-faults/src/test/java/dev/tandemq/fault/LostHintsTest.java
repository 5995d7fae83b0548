package dev.tandemq.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.store.Subscription;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LostHintsTest {

  private final FarEnd far = new FarEnd();
  private final ManualContext network = new ManualContext(1);
  private final List<String> heard = new ArrayList<>();

  @Test
  void hintsAreDroppedAsThePlanSays() {
    ScriptedFaults faults = new ScriptedFaults().dropHints(1);
    Cluster cluster = new FaultyCluster(far.cluster(), faults, network);
    cluster.jobs().onReady("mail", () -> heard.add("ready"));
    cluster.jobs().onRoom("mail", () -> heard.add("room"));
    far.hints.forEach(Runnable::run);
    assertThat(heard).containsExactly("room");
    far.hints.forEach(Runnable::run);
    assertThat(heard).containsExactly("room", "ready", "room");
    assertThat(faults.counts()).containsEntry("DROPPED_HINT", 1L);
  }

  @Test
  void messagesAreDroppedAsThePlanSays() {
    ScriptedFaults faults = new ScriptedFaults().dropHints(1);
    Cluster cluster = new FaultyCluster(far.cluster(), faults, network);
    cluster.broadcast().listen("t", message -> heard.add("heard " + message[0]));
    far.listeners.forEach(listener -> listener.accept(new byte[] {1}));
    far.listeners.forEach(listener -> listener.accept(new byte[] {2}));
    assertThat(heard).containsExactly("heard 2");
  }

  @Test
  void hintsMayBeLate() {
    RandomFaults faults =
        RandomFaults.seeded(1).delays(1, Duration.ofMillis(5), Duration.ofMillis(5)).build();
    Cluster cluster = new FaultyCluster(far.cluster(), faults, network);
    cluster.jobs().onReady("mail", () -> heard.add("ready"));
    far.hints.forEach(Runnable::run);
    network.advance(Duration.ofMillis(5).minusNanos(1));
    assertThat(heard).isEmpty();
    network.advance(Duration.ofNanos(1));
    assertThat(heard).containsExactly("ready");
  }

  @Test
  void subscriptionIsTheTargets() {
    Cluster cluster = new FaultyCluster(far.cluster(), FaultPlan.NONE, network);
    Subscription subscription = cluster.jobs().onReady("mail", () -> {});
    subscription.close();
    assertThat(far.applied).containsExactly("JobStore.onReady", "Subscription.close");
  }
}
