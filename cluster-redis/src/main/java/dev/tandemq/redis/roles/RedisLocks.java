package dev.tandemq.redis.roles;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.job.Names;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The locks of a namespace on Redis: each call is one script and one round trip. Tokens come from
 * one counter for all names, so that a lock which nobody holds leaves nothing behind; it is never
 * below the server's clock in microseconds.
 *
 * <p>Safe for concurrent use. Stages complete on a thread of the client library.
 */
public final class RedisLocks implements Locks {

  private static final int VIEW = 5;

  private static final Script TRY_LOCK = RoleCall.script("grants", "try-lock");
  private static final Script EXTEND = RoleCall.script("grants", "extend");
  private static final Script UNLOCK = RoleCall.script("grants", "unlock");
  private static final Script LOCKS = RoleCall.script("grants", "locks");

  private final RoleCall call;

  /** The locks of the link's namespace; closing the link ends them. */
  public RedisLocks(RedisLink link) {
    this.call = new RoleCall(link, "locks", "locks:ends");
  }

  @Override
  public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration timeToLive) {
    Names.check("lock", name);
    Objects.requireNonNull(owner, "owner");
    long micros = TimeToLive.micros(timeToLive);
    return call.run(
        TRY_LOCK,
        answer ->
            answer.isEmpty()
                ? Optional.empty()
                : Optional.of(new Lock(name, owner, answer.number(0))),
        name,
        owner.name(),
        owner.incarnation(),
        micros);
  }

  @Override
  public CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
    Objects.requireNonNull(lock, "lock");
    long micros = TimeToLive.micros(timeToLive);
    NodeId owner = lock.owner();
    return call.run(
        EXTEND,
        answer -> answer.isDone() ? Renewal.RENEWED : Renewal.LOST,
        lock.name(),
        owner.name(),
        owner.incarnation(),
        lock.token(),
        micros);
  }

  @Override
  public CompletionStage<Boolean> unlock(Lock lock) {
    Objects.requireNonNull(lock, "lock");
    NodeId owner = lock.owner();
    return call.run(
        UNLOCK, Answer::isDone, lock.name(), owner.name(), owner.incarnation(), lock.token());
  }

  @Override
  public CompletionStage<List<LockView>> locks() {
    return call.run(
        LOCKS,
        answer ->
            answer.records(VIEW, RedisLocks::read).stream()
                .sorted(Comparator.comparing(view -> view.lock().name()))
                .toList());
  }

  private static LockView read(Answer answer) {
    NodeId owner = new NodeId(answer.text(1), answer.text(2));
    return new LockView(new Lock(answer.text(0), owner, answer.number(3)), answer.duration(4));
  }
}
