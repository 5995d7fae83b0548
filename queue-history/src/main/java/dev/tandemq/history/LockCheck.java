package dev.tandemq.history;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks, each by its name.
 *
 * <p><b>I19</b>, for each guarded write, and each grant: broken when a write was accepted with a
 * token smaller than one accepted before it began, and when a grant has not a greater token than
 * one that was given before it was asked for.
 *
 * <p><b>I20</b>, for each accepted unlock and extension, and each grant after another: broken when
 * it was accepted from another node than the one that has this grant, after a newer grant had been
 * given, or after this one had been unlocked; and when a lock is granted while the time to live of
 * the grant before certainly runs, nobody may have unlocked it, and no fault has ended anything
 * early since.
 */
final class LockCheck implements Check {

  private final Ledger ledger;
  private final Tally tokens;
  private final Tally owners;
  private final Map<String, LockTrack> locks = new HashMap<>();

  LockCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    tokens = tallies.of(Invariant.I19);
    owners = tallies.of(Invariant.I20);
  }

  /** What is known of one lock. */
  private static final class LockTrack {
    private final Map<Long, Grant> grants = new HashMap<>();
    private long newest;
    private long written;
    private String writtenLine = "";
  }

  /** What is known of one grant. */
  private static final class Grant {
    private final NodeTrack owner;
    private final long fromAt;
    private final long end;
    private final String line;
    private long low;
    private boolean maybeUnlocked;
    private long unlockedEnd = Ledger.NEVER;

    private Grant(Step step) {
      owner = step.node();
      fromAt = step.fromAt();
      end = step.position();
      line = step.line();
      low = step.fromAt() + step.event().leaseNanos();
    }
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.LOCK, Op.EXTEND_LOCK, Op.UNLOCK, Op.WRITE);
  }

  @Override
  public void on(Step step) {
    LockTrack lock = locks.computeIfAbsent(step.event().name(), name -> new LockTrack());
    switch (step.event().op()) {
      case LOCK -> locked(step, lock);
      case WRITE -> written(step, lock);
      case UNLOCK -> unlocked(step, lock);
      default -> extended(step, lock);
    }
  }

  private void locked(Step step, LockTrack lock) {
    OpenCall call = step.call();
    if (step.isInvoke()) {
      if (call != null) {
        call.seen = lock.newest;
      }
      return;
    }
    if (!step.isOk() || !step.hasResult("GRANTED")) {
      return;
    }
    tokens.looked();
    long token = step.event().token();
    long before = call == null ? lock.newest : call.seen;
    if (token <= before) {
      @Nullable Grant other = lock.grants.get(before);
      tokens.broken(
          () -> Example.of(other == null ? "" : other.line, step.line(), "the token fell"));
    }
    Grant last = lock.grants.get(lock.newest);
    if (last != null) {
      owners.looked();
      boolean holds = last.low > step.event().at() + ledger.settings().tolerance().toNanos();
      if (holds && !last.maybeUnlocked && ledger.expiredAt() < last.fromAt) {
        owners.broken(() -> Example.of(last.line, step.line(), "two hold one lock"));
      }
    }
    lock.grants.put(token, new Grant(step));
    lock.newest = Math.max(lock.newest, token);
  }

  private void written(Step step, LockTrack lock) {
    OpenCall call = step.call();
    if (step.isInvoke()) {
      if (call != null) {
        call.seen = lock.written;
      }
      return;
    }
    if (!step.isOk()) {
      return;
    }
    tokens.looked();
    if (step.hasResult("REFUSED") || step.hasResult("LOST")) {
      return;
    }
    long before = call == null ? lock.written : call.seen;
    if (step.event().token() < before) {
      tokens.broken(() -> Example.of(lock.writtenLine, step.line(), "accepted with an old token"));
    }
    if (step.event().token() > lock.written) {
      lock.written = step.event().token();
      lock.writtenLine = step.line();
    }
  }

  private void unlocked(Step step, LockTrack lock) {
    Grant grant = lock.grants.get(step.event().token());
    if (step.isOk() && step.hasResult("UNLOCKED")) {
      accepted(step, lock, grant);
    }
    if (grant != null && step.mayBeDone() && !step.hasResult("LOST")) {
      grant.maybeUnlocked = true;
      if (step.isOk() && grant.unlockedEnd == Ledger.NEVER) {
        grant.unlockedEnd = step.position();
      }
    }
  }

  private void extended(Step step, LockTrack lock) {
    Grant grant = lock.grants.get(step.event().token());
    if (grant == null || step.hasResult("LOST") || !step.mayBeDone()) {
      return;
    }
    long low = step.fromAt() + step.event().leaseNanos();
    if (step.isOk()) {
      accepted(step, lock, grant);
      grant.low = low;
    } else {
      grant.low = Math.min(grant.low, low);
    }
  }

  private void accepted(Step step, LockTrack lock, @Nullable Grant grant) {
    owners.looked();
    if (grant != null && grant.owner != step.node()) {
      owners.broken(() -> Example.of(grant.line, step.line(), "accepted from another node"));
      return;
    }
    if (grant != null && grant.unlockedEnd < step.from()) {
      owners.broken(
          () -> Example.of(grant.line, step.line(), "accepted after it had been unlocked"));
      return;
    }
    Grant newest = lock.grants.get(lock.newest);
    if (newest != null && lock.newest > step.event().token() && newest.end < step.from()) {
      owners.broken(
          () -> Example.of(newest.line, step.line(), "accepted although a newer grant was given"));
    }
  }
}
