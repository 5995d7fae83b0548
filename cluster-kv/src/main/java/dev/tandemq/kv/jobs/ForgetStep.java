package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;

/** Forgets one job that has been gone for long enough. Answers whether it did. */
final class ForgetStep extends Step<Boolean> {

  /** For how long settled claims and finished ids are remembered. */
  static final long REMEMBERED = 600_000_000_000L;

  private final JobId id;

  ForgetStep(JobId id) {
    this.id = id;
  }

  @Override
  protected Boolean decide(Draft draft) {
    String key = draft.layout().job(id);
    draft.claimKeys(key);
    Val value = draft.fact(key);
    if (value == null
        || !(StoredCodec.decode(key, value.bytes()) instanceof Stored.Gone gone)
        || gone.endedAt() + REMEMBERED > draft.time().low()) {
      return false;
    }
    // In one transaction with the own page: what arrives late finds another revision there.
    draft.add(new Op.DeleteIf(key, value.revision()));
    return true;
  }
}
