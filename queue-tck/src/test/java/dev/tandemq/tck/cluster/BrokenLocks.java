package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tandemq.cluster.ForwardingLocks;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Clusters that break a rule of locks. */
final class BrokenLocks {

  private BrokenLocks() {}

  static List<BrokenCluster> all() {
    return List.of(
        withSteps("locks by looking, then writing", Set.of("A1"), LooksThenLocks::new)
            .andByRaces("A4", "A6"),
        plain("has one lock for all names", Set.of("A1", "A4", "A5"), OneForAll::new),
        plain("gives a lock to its owner again", Set.of("A2"), Reentrant::new),
        plain("keeps a lock when somebody wants it", Set.of("A2"), KeepsByTries::new),
        plain("says that it extended, and does not", Set.of("A3", "A5"), ExtendsNothing::new),
        plain(
            "extends by the owner",
            Set.of("A3"),
            locks -> new ExtendsWhatFits(locks, (held, lock) -> held.owner().equals(lock.owner()))),
        plain(
            "extends by the token",
            Set.of("A3"),
            locks -> new ExtendsWhatFits(locks, (held, lock) -> held.token() == lock.token())),
        plain(
            "extends whatever holds the lock",
            Set.of("A3"),
            locks -> new ExtendsWhatFits(locks, (held, lock) -> true)),
        withTokens("extends what has ended", Set.of("A3"), ExtendsTheEnded::new),
        withSteps("extends by looking, then writing", Set.of("A3"), LooksThenExtends::new),
        plain(
            "unlocks by the owner",
            Set.of("A4"),
            locks -> new UnlocksWhatFits(locks, (held, lock) -> held.owner().equals(lock.owner()))),
        plain(
            "unlocks by the token",
            Set.of("A4"),
            locks -> new UnlocksWhatFits(locks, (held, lock) -> held.token() == lock.token())),
        plain(
            "unlocks whatever holds the lock",
            Set.of("A4"),
            locks -> new UnlocksWhatFits(locks, (held, lock) -> true)),
        withSteps("unlocks by looking, then deleting", Set.of("A4"), LooksThenUnlocks::new),
        plain("always says that it unlocked", Set.of("A4"), AlwaysUnlocked::new),
        listing("lists locks in reverse", BrokenLocks::reversed),
        listing(
            "tells no remaining time",
            held -> held.stream().map(view -> new LockView(view.lock(), Duration.ZERO)).toList()),
        plain("lists locks whose time has ended", Set.of("A5"), ShowsTheDead::new),
        withTokens("begins tokens anew after an unlock", Set.of("A6"), BeginsAnewByUnlock::new),
        withTokens(
            "begins tokens anew after the time to live",
            Set.of("A3", "A4", "A6"),
            BeginsAnewByTime::new),
        withTokens(
            "gives the same token to an owner that slept",
            Set.of("A3", "A4", "A6"),
            SameForSleepers::new));
  }

  private static BrokenCluster plain(String fault, Set<String> breaks, UnaryOperator<Locks> wrap) {
    return BrokenCluster.locks(fault, breaks, context -> wrap);
  }

  private static BrokenCluster withSteps(
      String fault, Set<String> breaks, BiFunction<Locks, ManualContext, Locks> wrap) {
    return BrokenCluster.locks(fault, breaks, context -> locks -> wrap.apply(locks, context));
  }

  private static BrokenCluster listing(String fault, UnaryOperator<List<LockView>> change) {
    return plain(fault, Set.of("A5"), locks -> new Lists(locks, change));
  }

  private static BrokenCluster withTokens(
      String fault, Set<String> breaks, BiFunction<Locks, Tokens, Locks> wrap) {
    return BrokenCluster.locks(
        fault,
        breaks,
        context -> {
          Tokens tokens = new Tokens();
          return locks -> wrap.apply(locks, tokens);
        });
  }

  private static CompletionStage<Optional<Lock>> holderOf(Locks locks, String name) {
    return locks
        .locks()
        .thenApply(
            held ->
                held.stream().map(LockView::lock).filter(l -> l.name().equals(name)).findFirst());
  }

  private static List<LockView> reversed(List<LockView> locks) {
    List<LockView> reversed = new ArrayList<>(locks);
    Collections.reverse(reversed);
    return reversed;
  }

  private static final class Lists extends ForwardingLocks {

    private final UnaryOperator<List<LockView>> change;

    Lists(Locks target, UnaryOperator<List<LockView>> change) {
      super(target);
      this.change = change;
    }

    @Override
    public CompletionStage<List<LockView>> locks() {
      return target().locks().thenApply(change);
    }
  }

  private static final class LooksThenLocks extends ForwardingLocks {

    private final ManualContext context;

    LooksThenLocks(Locks target, ManualContext context) {
      super(target);
      this.context = context;
    }

    @Override
    public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration time) {
      return holderOf(target(), name)
          .thenCompose(
              held ->
                  held.isPresent()
                      ? target().tryLock(name, owner, time)
                      : Later.call(context, () -> overwrite(name, owner, time)));
    }

    private CompletionStage<Optional<Lock>> overwrite(String name, NodeId owner, Duration time) {
      return holderOf(target(), name)
          .thenCompose(held -> held.map(target()::unlock).orElseGet(() -> completedFuture(false)))
          .thenCompose(deleted -> target().tryLock(name, owner, time));
    }
  }

  private static final class OneForAll extends ForwardingLocks {

    OneForAll(Locks target) {
      super(target);
    }

    @Override
    public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration time) {
      return target()
          .locks()
          .thenCompose(
              held ->
                  held.isEmpty()
                      ? target().tryLock(name, owner, time)
                      : target().tryLock(held.get(0).lock().name(), owner, time));
    }
  }

  private static final class Reentrant extends ForwardingLocks {

    Reentrant(Locks target) {
      super(target);
    }

    @Override
    public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration time) {
      return target()
          .tryLock(name, owner, time)
          .thenCompose(
              given ->
                  given.isPresent()
                      ? completedFuture(given)
                      : holderOf(target(), name)
                          .thenApply(held -> held.filter(lock -> lock.owner().equals(owner))));
    }
  }

  private static final class KeepsByTries extends ForwardingLocks {

    KeepsByTries(Locks target) {
      super(target);
    }

    @Override
    public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration time) {
      return holderOf(target(), name)
          .thenCompose(
              held ->
                  held.isEmpty()
                      ? target().tryLock(name, owner, time)
                      : target()
                          .extend(held.get(), time)
                          .thenApply(extended -> Optional.<Lock>empty()));
    }
  }

  private static final class ExtendsNothing extends ForwardingLocks {

    ExtendsNothing(Locks target) {
      super(target);
    }

    @Override
    public CompletionStage<Renewal> extend(Lock lock, Duration time) {
      return holderOf(target(), lock.name())
          .thenCompose(
              held ->
                  held.filter(lock::equals).isPresent()
                      ? completedFuture(Renewal.RENEWED)
                      : target().extend(lock, time));
    }
  }

  private static final class ExtendsWhatFits extends ForwardingLocks {

    private final BiPredicate<Lock, Lock> fits;

    ExtendsWhatFits(Locks target, BiPredicate<Lock, Lock> fits) {
      super(target);
      this.fits = fits;
    }

    @Override
    public CompletionStage<Renewal> extend(Lock lock, Duration time) {
      return holderOf(target(), lock.name())
          .thenCompose(
              held -> target().extend(held.filter(h -> fits.test(h, lock)).orElse(lock), time));
    }
  }

  private static final class UnlocksWhatFits extends ForwardingLocks {

    private final BiPredicate<Lock, Lock> fits;

    UnlocksWhatFits(Locks target, BiPredicate<Lock, Lock> fits) {
      super(target);
      this.fits = fits;
    }

    @Override
    public CompletionStage<Boolean> unlock(Lock lock) {
      return holderOf(target(), lock.name())
          .thenCompose(held -> target().unlock(held.filter(h -> fits.test(h, lock)).orElse(lock)));
    }
  }

  private static final class LooksThenExtends extends ForwardingLocks {

    private final ManualContext context;

    LooksThenExtends(Locks target, ManualContext context) {
      super(target);
      this.context = context;
    }

    @Override
    public CompletionStage<Boolean> unlock(Lock lock) {
      return Later.call(context, () -> target().unlock(lock));
    }

    @Override
    public CompletionStage<Renewal> extend(Lock lock, Duration time) {
      return holderOf(target(), lock.name())
          .thenCompose(
              held ->
                  held.filter(lock::equals).isPresent()
                      ? Later.call(context, () -> extendHolder(lock, time))
                      : target().extend(lock, time));
    }

    private CompletionStage<Renewal> extendHolder(Lock lock, Duration time) {
      return holderOf(target(), lock.name())
          .thenCompose(held -> target().extend(held.orElse(lock), time));
    }
  }

  private static final class LooksThenUnlocks extends ForwardingLocks {

    private final ManualContext context;

    LooksThenUnlocks(Locks target, ManualContext context) {
      super(target);
      this.context = context;
    }

    @Override
    public CompletionStage<Boolean> unlock(Lock lock) {
      return holderOf(target(), lock.name())
          .thenCompose(
              held ->
                  held.filter(lock::equals).isPresent()
                      ? Later.call(context, () -> deleteHolder(lock))
                      : target().unlock(lock));
    }

    private CompletionStage<Boolean> deleteHolder(Lock lock) {
      return holderOf(target(), lock.name())
          .thenCompose(held -> target().unlock(held.orElse(lock)));
    }
  }

  private static final class AlwaysUnlocked extends ForwardingLocks {

    AlwaysUnlocked(Locks target) {
      super(target);
    }

    @Override
    public CompletionStage<Boolean> unlock(Lock lock) {
      return target().unlock(lock).thenApply(unlocked -> true);
    }
  }

  /** Shows what has ended, as long as another lock is held. */
  private static final class ShowsTheDead extends ForwardingLocks {

    private final Map<String, LockView> seen = new TreeMap<>();

    ShowsTheDead(Locks target) {
      super(target);
    }

    @Override
    public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration time) {
      return target()
          .tryLock(name, owner, time)
          .thenCompose(given -> locks().thenApply(held -> given));
    }

    @Override
    public CompletionStage<Boolean> unlock(Lock lock) {
      seen.remove(lock.name());
      return target().unlock(lock);
    }

    @Override
    public CompletionStage<List<LockView>> locks() {
      return target()
          .locks()
          .thenApply(
              held -> {
                held.forEach(view -> seen.put(view.lock().name(), view));
                return held.isEmpty() ? held : List.copyOf(seen.values());
              });
    }
  }

  /** By how much the tokens that are shown are lower than the true ones, by name. */
  private static final class Tokens {

    private final Map<String, Long> below = new ConcurrentHashMap<>();
    private final Map<String, Lock> last = new ConcurrentHashMap<>();
    private final Set<String> unlocked = ConcurrentHashMap.newKeySet();
  }

  /** Shows tokens that are lower than the true ones by a number that may grow. */
  private abstract static class LowersTokens extends ForwardingLocks {

    final Tokens tokens;

    LowersTokens(Locks target, Tokens tokens) {
      super(target);
      this.tokens = tokens;
    }

    final Lock show(Lock lock) {
      return new Lock(lock.name(), lock.owner(), lock.token() - below(lock));
    }

    final Lock trueOne(Lock shown) {
      return new Lock(shown.name(), shown.owner(), shown.token() + below(shown));
    }

    private long below(Lock lock) {
      return tokens.below.getOrDefault(lock.name(), 0L);
    }

    /** Called with the true grant that was given, before it is shown. */
    void given(Lock lock) {}

    @Override
    public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration time) {
      return target()
          .tryLock(name, owner, time)
          .thenApply(
              given -> {
                given.ifPresent(
                    lock -> {
                      given(lock);
                      tokens.last.put(name, lock);
                      tokens.unlocked.remove(name);
                    });
                return given.map(this::show);
              });
    }

    @Override
    public CompletionStage<Renewal> extend(Lock lock, Duration time) {
      return target().extend(trueOne(lock), time);
    }

    @Override
    public CompletionStage<Boolean> unlock(Lock lock) {
      tokens.unlocked.add(lock.name());
      return target().unlock(trueOne(lock));
    }

    @Override
    public CompletionStage<List<LockView>> locks() {
      return target()
          .locks()
          .thenApply(
              held ->
                  held.stream()
                      .map(view -> new LockView(show(view.lock()), view.remaining()))
                      .toList());
    }
  }

  /** Extends the last grant of a name after its time, as long as nobody wants the lock. */
  private static final class ExtendsTheEnded extends LowersTokens {

    ExtendsTheEnded(Locks target, Tokens tokens) {
      super(target, tokens);
    }

    @Override
    public CompletionStage<Renewal> extend(Lock lock, Duration time) {
      return holderOf(target(), lock.name())
          .thenCompose(
              held ->
                  held.isEmpty()
                          && lock.equals(tokens.last.get(lock.name()))
                          && !tokens.unlocked.contains(lock.name())
                      ? completedFuture(Renewal.RENEWED)
                      : target().extend(lock, time));
    }
  }

  private static final class BeginsAnewByUnlock extends LowersTokens {

    BeginsAnewByUnlock(Locks target, Tokens tokens) {
      super(target, tokens);
    }

    @Override
    void given(Lock lock) {
      if (tokens.unlocked.contains(lock.name())) {
        tokens.below.put(lock.name(), lock.token() - 1);
      }
    }
  }

  private static final class BeginsAnewByTime extends LowersTokens {

    BeginsAnewByTime(Locks target, Tokens tokens) {
      super(target, tokens);
    }

    @Override
    void given(Lock lock) {
      if (!tokens.unlocked.contains(lock.name())) {
        tokens.below.put(lock.name(), lock.token() - 1);
      }
    }
  }

  private static final class SameForSleepers extends LowersTokens {

    SameForSleepers(Locks target, Tokens tokens) {
      super(target, tokens);
    }

    @Override
    void given(Lock lock) {
      Lock last = tokens.last.get(lock.name());
      if (last != null
          && last.owner().equals(lock.owner())
          && !tokens.unlocked.contains(lock.name())) {
        tokens.below.merge(lock.name(), lock.token() - last.token(), Long::sum);
      }
    }
  }
}
