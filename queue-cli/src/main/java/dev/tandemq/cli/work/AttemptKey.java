package dev.tandemq.cli.work;

import dev.tandemq.handler.JobContext;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;

/**
 * One attempt at one job: no other has the same token.
 *
 * @param id the job
 * @param token the claim's token
 */
record AttemptKey(JobId id, long token) {

  static AttemptKey of(JobContext context) {
    return new AttemptKey(context.job().id(), context.token());
  }

  static AttemptKey of(Claim claim) {
    return new AttemptKey(claim.job().id(), claim.token());
  }
}
