package dev.tandemq.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Who leads: at most one incarnation in each term, and terms only grow (rules G1 to G6). Whoever
 * leads believes so no longer than the time to live, counted from before the call that said so was
 * sent; what a leader writes carries its term.
 */
public interface Election {

  /**
   * Leads, goes on leading, or learns who leads (rules G1 to G4): in one step. When nobody leads,
   * or the time to live of who led has ended, the candidate's own too, the candidate leads with a
   * new term. When the candidate leads its time to live runs anew in the same term. Else nothing is
   * changed. May be repeated.
   *
   * @param timeToLive how long the leadership holds without being renewed; more than zero, at most
   *     {@link dev.tandemq.job.Job#LIMIT_DURATION} (rule Y2)
   * @param above the term that the candidate leads with must be greater than this: zero, or the
   *     newest term that a store of jobs refused it for. A leader whose term is not gets a new one.
   *     Never negative (rule Y2).
   * @return who leads now
   */
  CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above);

  /**
   * Ends this leadership in this term, and no other (rule G5). The next leader needs not wait.
   *
   * @return whether it held until now
   */
  CompletionStage<Boolean> resign(NodeId leader, long term);

  /** Who leads; empty when nobody does, or the time to live has ended (rule G6). */
  CompletionStage<Optional<Leader>> leader();
}
