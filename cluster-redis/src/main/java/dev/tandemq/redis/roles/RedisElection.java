package dev.tandemq.redis.roles;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The election of a namespace on Redis: each call is one script and one round trip. Terms come from
 * a counter that outlives the leader and is never below the server's clock in microseconds.
 *
 * <p>Safe for concurrent use. Stages complete on a thread of the client library.
 */
public final class RedisElection implements Election {

  /** Half of what a number of Lua holds exactly: terms have as far to go beyond it. */
  static final long MAX_ABOVE = 1L << 52;

  private static final Script TRY_LEAD = RoleCall.script("leadership", "try-lead");
  private static final Script RESIGN = RoleCall.script("leadership", "resign");
  private static final Script LEADER = RoleCall.script("leadership", "leader");

  private final RoleCall call;

  /** The election of the link's namespace; closing the link ends it. */
  public RedisElection(RedisLink link) {
    this.call = new RoleCall(link, "leader");
  }

  @Override
  public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
    Objects.requireNonNull(candidate, "candidate");
    long micros = TimeToLive.micros(timeToLive);
    if (above < 0 || above > MAX_ABOVE) {
      throw new IllegalArgumentException(
          "above is " + above + "; it must be zero, or a term that was seen, at most " + MAX_ABOVE);
    }
    return call.run(
        TRY_LEAD, RedisElection::read, candidate.name(), candidate.incarnation(), micros, above);
  }

  @Override
  public CompletionStage<Boolean> resign(NodeId leader, long term) {
    Objects.requireNonNull(leader, "leader");
    if (term < 1) {
      throw new IllegalArgumentException("term is " + term + "; it is at least 1");
    }
    return call.run(RESIGN, Answer::isDone, leader.name(), leader.incarnation(), term);
  }

  @Override
  public CompletionStage<Optional<Leader>> leader() {
    return call.run(
        LEADER, answer -> answer.isEmpty() ? Optional.empty() : Optional.of(read(answer)));
  }

  private static Leader read(Answer answer) {
    return new Leader(
        new NodeId(answer.text(0), answer.text(1)), answer.number(2), answer.instant(3));
  }
}
