package dev.tandemq.fault;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** One method of a port, called with arguments that fit. */
record PortCall(String name, List<JobId> ids, Function<Cluster, CompletionStage<?>> call) {

  static final Job JOB =
      Job.builder()
          .id(JobId.parse("0198c5a2-7b1e-7c3d-9e4f-0123456789ab"))
          .queue("mail")
          .createdAt(Instant.EPOCH)
          .payload("hello")
          .build();
  static final Claim CLAIM = new Claim(JOB, 7, 1, 0, "n1", Instant.EPOCH, Duration.ZERO);
  static final NodeId NODE = new NodeId("n1", "first");
  private static final NodeState STATE =
      new NodeState(NodeState.Phase.ACTIVE, 1, 0, List.of("mail"));
  private static final Member MEMBER = new Member(NODE, 1);
  private static final Lock LOCK = new Lock("l", NODE, 1);
  private static final Duration TIME = Duration.ofSeconds(5);

  /** Lists that the decorator must have copied before a delay. */
  static <T> List<T> listOf(T element) {
    return new ArrayList<>(List.of(element));
  }

  static TurnRequest turn() {
    return new TurnRequest(List.of(Settle.complete(CLAIM)), List.of("mail"), 1, TIME, "n1");
  }

  /** Every call of every port that answers with a stage. */
  static List<PortCall> all() {
    JobId id = JOB.id();
    return Stream.concat(
            Stream.of(
                store("put", true, s -> s.put(listOf(JOB))),
                store("turn", true, s -> s.turn(turn())),
                store("extend", true, s -> s.extend(listOf(CLAIM), TIME)),
                store("sweep", false, s -> s.sweep("mail", 9, 3)),
                store("find", false, s -> s.find(id)),
                store("findUnique", false, s -> s.findUnique("mail", "k")),
                store("list", false, s -> s.list("mail", JobState.READY, PageRequest.first(5))),
                store("requeue", true, s -> s.requeue("mail", listOf(id))),
                store("remove", true, s -> s.remove(listOf(id))),
                store("forget", true, s -> s.forget("mail", listOf(id))),
                store("cancel", true, s -> s.cancel(listOf(id))),
                store("clear", false, s -> s.clear("mail")),
                store("prune", false, s -> s.prune("mail", TIME, 1, 2, 3)),
                store("stats", false, s -> s.stats(listOf("mail"))),
                store("queues", false, JobStore::queues),
                store("pause", false, s -> s.pause("mail", true)),
                store("bound", false, s -> s.bound("mail", 8))),
            Stream.of(
                role("Membership.join", c -> c.membership().join(NODE, STATE, TIME)),
                role("Membership.renew", c -> c.membership().renew(MEMBER, STATE)),
                role("Membership.leave", c -> c.membership().leave(MEMBER)),
                role("Membership.nodes", c -> c.membership().nodes()),
                role("Election.tryLead", c -> c.election().tryLead(NODE, TIME, 4)),
                role("Election.resign", c -> c.election().resign(NODE, 4)),
                role("Election.leader", c -> c.election().leader()),
                role("Locks.tryLock", c -> c.locks().tryLock("l", NODE, TIME)),
                role("Locks.extend", c -> c.locks().extend(LOCK, TIME)),
                role("Locks.unlock", c -> c.locks().unlock(LOCK)),
                role("Locks.locks", c -> c.locks().locks()),
                role("Broadcast.send", c -> c.broadcast().send("t", new byte[] {1}))))
        .toList();
  }

  private static PortCall store(
      String method, boolean named, Function<JobStore, CompletionStage<?>> call) {
    return new PortCall(
        "JobStore." + method,
        named ? List.of(JOB.id()) : List.of(),
        cluster -> call.apply(cluster.jobs()));
  }

  private static PortCall role(String name, Function<Cluster, CompletionStage<?>> call) {
    return new PortCall(name, List.of(), call);
  }

  @Override
  public String toString() {
    return name;
  }
}
