package dev.tandemq.tck.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One connection as tests talk to it: one line to join, lead or lock, with the answers awaited.
 * Safe for concurrent use where the cluster is.
 */
final class ClusterProbe {

  /** Longer than any test takes, on whatever clock, and not more than any backend can do. */
  static final Duration LONG = Duration.ofHours(12);

  /** The lock of a test, unless it needs more than one. */
  static final String LOCK = "lock";

  /** What a node tells of itself unless a test is about that. */
  static final NodeState STATE = new NodeState(NodeState.Phase.ACTIVE, 10, 3, List.of("q", "r"));

  private final ClusterFixture fixture;
  private final Cluster cluster;
  private final String title;

  ClusterProbe(ClusterFixture fixture, Cluster cluster, String title) {
    this.fixture = fixture;
    this.cluster = cluster;
    this.title = title;
  }

  Cluster cluster() {
    return cluster;
  }

  // Membership

  Joined tryJoin(NodeId node, Duration timeToLive) {
    return fixture.await(cluster.membership().join(node, STATE, timeToLive));
  }

  /** Joins, which must be granted. */
  Member join(NodeId node, Duration timeToLive) {
    return join(node, STATE, timeToLive);
  }

  Member join(NodeId node, NodeState state, Duration timeToLive) {
    Joined joined = fixture.await(cluster.membership().join(node, state, timeToLive));
    if (joined instanceof Joined.Admitted admitted) {
      assertThat(admitted.member().id()).as("%s: the member made by a join", title).isEqualTo(node);
      return admitted.member();
    }
    throw new AssertionError(
        title + ": " + node + " wants to join and gets " + joined + "; members are " + nodes());
  }

  Renewal renew(Member member) {
    return renew(member, STATE);
  }

  Renewal renew(Member member, NodeState state) {
    return fixture.await(cluster.membership().renew(member, state));
  }

  void leave(Member member) {
    var unused = fixture.await(cluster.membership().leave(member));
  }

  List<NodeView> nodes() {
    return fixture.await(cluster.membership().nodes());
  }

  List<NodeId> members() {
    return nodes().stream().map(NodeView::id).toList();
  }

  /** The only member. */
  NodeView onlyNode() {
    List<NodeView> nodes = nodes();
    assertThat(nodes).as("%s: the members", title).hasSize(1);
    return nodes.get(0);
  }

  void expectMembers(NodeId... expected) {
    assertThat(members()).as("%s: the members", title).containsExactly(expected);
  }

  // Election

  Leader lead(NodeId candidate, Duration timeToLive) {
    return lead(candidate, timeToLive, 0);
  }

  Leader lead(NodeId candidate, Duration timeToLive, long above) {
    return fixture.await(cluster.election().tryLead(candidate, timeToLive, above));
  }

  /** Leads with a new term or goes on leading; nobody else may lead. */
  Leader mustLead(NodeId candidate, Duration timeToLive) {
    Leader leader = lead(candidate, timeToLive);
    assertThat(leader.id()).as("%s: who leads after a try", title).isEqualTo(candidate);
    return leader;
  }

  boolean resign(NodeId leader, long term) {
    return fixture.await(cluster.election().resign(leader, term));
  }

  Optional<Leader> leader() {
    return fixture.await(cluster.election().leader());
  }

  // Locks

  Optional<Lock> tryLock(NodeId owner, Duration timeToLive) {
    return tryLock(LOCK, owner, timeToLive);
  }

  Optional<Lock> tryLock(String name, NodeId owner, Duration timeToLive) {
    return fixture.await(cluster.locks().tryLock(name, owner, timeToLive));
  }

  /** Takes the lock of the test, which must be free. */
  Lock lock(NodeId owner, Duration timeToLive) {
    return lock(LOCK, owner, timeToLive);
  }

  Lock lock(String name, NodeId owner, Duration timeToLive) {
    return tryLock(name, owner, timeToLive)
        .orElseThrow(
            () -> new AssertionError(title + ": " + name + " is not given; held are " + locks()));
  }

  Renewal extend(Lock lock, Duration timeToLive) {
    return fixture.await(cluster.locks().extend(lock, timeToLive));
  }

  boolean unlock(Lock lock) {
    return fixture.await(cluster.locks().unlock(lock));
  }

  List<LockView> locks() {
    return fixture.await(cluster.locks().locks());
  }

  void expectHeld(Lock... expected) {
    assertThat(locks())
        .extracting(LockView::lock)
        .as("%s: locks held", title)
        .containsExactly(expected);
  }

  // Broadcast

  void send(String topic, String message) {
    var unused =
        fixture.await(
            cluster
                .broadcast()
                .send(topic, message.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }
}
