package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The election of a namespace on a coordination store: one key, which is never deleted, with the
 * newest term.
 *
 * <p>Safe for concurrent use.
 */
public final class KvElection implements Election {

  /** Half of what there is: terms have as far to go beyond it. */
  static final long MAX_ABOVE = TextReader.MAX_GROWN / 2;

  private final RoleSetup setup;
  private final String key;
  private final RoleCall calls;

  /** The election of a namespace; closing the connection ends it. */
  public KvElection(RoleSetup setup) {
    this.setup = setup;
    this.key = setup.key("lead");
    this.calls = new RoleCall(setup, new RootFolder(setup));
  }

  @Override
  public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
    Objects.requireNonNull(candidate, "candidate");
    long nanos = TimeToLive.nanos(timeToLive);
    if (above < 0 || above > MAX_ABOVE) {
      throw new IllegalArgumentException(
          "above is " + above + "; it must be zero, or a term that was seen, at most " + MAX_ABOVE);
    }
    return calls.decide(
        "election.tryLead of " + candidate, key, facts -> lead(facts, candidate, nanos, above));
  }

  private Decision<Leader> lead(Facts facts, NodeId candidate, long nanos, long above) {
    LeadEntry found = found(facts);
    boolean isLed = found != null && !found.hold().isOver(facts.now());
    if (found != null && isLed && !found.leader().id().equals(candidate)) {
      return new Decision.Answer<>(found.leader());
    }
    Leader leader =
        found != null && isLed && found.leader().term() > above
            ? found.leader()
            : next(found, candidate, above);
    LeadEntry entry = new LeadEntry(leader, Hold.during(facts.now(), nanos));
    return new Decision.Write<>(facts.write(entry.toBytes()), leader);
  }

  private Leader next(@Nullable LeadEntry found, NodeId candidate, long above) {
    long last = found == null ? 0 : found.leader().term();
    Instant since = Instant.ofEpochMilli(setup.wallMillis());
    return new Leader(candidate, Math.max(last, above) + 1, since);
  }

  @Override
  public CompletionStage<Boolean> resign(NodeId leader, long term) {
    Objects.requireNonNull(leader, "leader");
    if (term < 1) {
      throw new IllegalArgumentException("term is " + term + "; it is at least 1");
    }
    return calls.decide("election.resign of " + leader, key, facts -> resign(facts, leader, term));
  }

  private static Decision<Boolean> resign(Facts facts, NodeId leader, long term) {
    LeadEntry found = found(facts);
    if (found == null
        || found.hold().isOver(facts.now())
        || !found.leader().id().equals(leader)
        || found.leader().term() != term) {
      return new Decision.Answer<>(false);
    }
    LeadEntry ended = new LeadEntry(found.leader(), Hold.givenUp(facts.now()));
    return new Decision.Write<>(facts.write(ended.toBytes()), true);
  }

  @Override
  public CompletionStage<Optional<Leader>> leader() {
    return calls.look(
        "election.leader",
        key,
        facts ->
            Optional.ofNullable(found(facts))
                .filter(found -> !found.hold().isOver(facts.now()))
                .map(LeadEntry::leader));
  }

  private static @Nullable LeadEntry found(Facts facts) {
    return facts.found() == null ? null : LeadEntry.read(facts.key(), facts.found().bytes());
  }
}
