package dev.tandemq.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Who is here: a list of nodes that each stand in it no longer than their time to live after the
 * last renewal (rules N1 to N6).
 */
public interface Membership {

  /**
   * Enters the list (rules N1, N2, N6). A living member of another incarnation with the same name
   * keeps it: the answer is {@link Joined.NameTaken}. An incarnation that joins again gets a new
   * session in place of its old one, whose renewals are {@link Renewal#LOST} from then on. May be
   * repeated.
   *
   * @param timeToLive how long the entry holds without a renewal; more than zero, at most {@link
   *     dev.tandemq.job.Job#LIMIT_DURATION} (rule Y2)
   */
  CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive);

  /**
   * Runs the time to live anew and tells the state (rules N3, N6). {@link Renewal#LOST} when the
   * session is not the newest of its incarnation, has ended or has left: whoever wants to be a
   * member joins again. May be repeated.
   */
  CompletionStage<Renewal> renew(Member member, NodeState state);

  /** Ends this session, and no other (rule N4). Does nothing when it has ended. */
  CompletionStage<Void> leave(Member member);

  /** The members that are alive, sorted by name, then incarnation (rules N1, N5). */
  CompletionStage<List<NodeView>> nodes();
}
