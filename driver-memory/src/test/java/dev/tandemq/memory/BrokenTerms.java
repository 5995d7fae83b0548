package dev.tandemq.memory;

import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.Swept;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Stores that break a rule of terms. */
final class BrokenTerms {

  private BrokenTerms() {}

  static List<BrokenStore> all() {
    return List.of(
        withBook("takes orders in any term", Set.of("F1", "F2"), () -> (key, term) -> 0),
        withBook(
            "keeps a term for each queue",
            Set.of("F1"),
            () -> {
              Map<String, Good> books = new HashMap<>();
              return (key, term) ->
                  books
                      .computeIfAbsent(key.substring(key.indexOf(' ')), queue -> new Good())
                      .newerThan(key, term);
            }),
        withBook(
            "keeps a term for each kind of order",
            Set.of("F1"),
            () -> {
              Map<String, Good> books = new HashMap<>();
              return (key, term) ->
                  books
                      .computeIfAbsent(key.substring(0, key.indexOf(' ')), kind -> new Good())
                      .newerThan(key, term);
            }),
        withBook("keeps the latest term, not the newest", Set.of("F1"), KeepsTheLatest::new),
        withBook(
            "tells the term before the newest",
            Set.of("F1", "F2"),
            () -> {
              Good good = new Good();
              return (key, term) -> Math.max(0, good.newerThan(key, term) - 1);
            }),
        BrokenStore.of("refuses what it has done", Set.of("F1"), RefusesAfterwards::new),
        withBook(
            "refuses what is nobody's office",
            Set.of("F2", "T1", "T2"),
            () -> {
              Good good = new Good();
              return (key, term) -> term == 0 ? good.newest : good.newerThan(key, term);
            }),
        withBook(
            "takes what is nobody's office as a new start",
            Set.of("F2"),
            () -> {
              Good good = new Good();
              return (key, term) -> {
                good.newest = term == 0 ? 0 : good.newest;
                return good.newerThan(key, term);
              };
            }),
        withBook("takes each term once", Set.of("F2", "T1", "T2"), TakesEachTermOnce::new));
  }

  /** Decides on the term of an order. */
  private interface Book {

    /**
     * The term that the order is refused for, or zero.
     *
     * @param key kind of order, space, queue
     */
    long newerThan(String key, long term);
  }

  private static BrokenStore withBook(String fault, Set<String> breaks, Supplier<Book> book) {
    return BrokenStore.of(fault, breaks, store -> new WithBook(store, book.get()));
  }

  private static final class Good implements Book {
    private long newest;

    @Override
    public long newerThan(String key, long term) {
      if (term == 0) {
        return 0;
      }
      newest = Math.max(newest, term);
      return term < newest ? newest : 0;
    }
  }

  private static final class KeepsTheLatest implements Book {
    private long latest;

    @Override
    public long newerThan(String key, long term) {
      if (term == 0) {
        return 0;
      }
      long before = latest;
      latest = term;
      return term < before ? before : 0;
    }
  }

  private static final class TakesEachTermOnce implements Book {
    private final Good good = new Good();

    @Override
    public long newerThan(String key, long term) {
      boolean again = term > 0 && term == good.newest;
      long newer = good.newerThan(key, term);
      return again ? term : newer;
    }
  }

  /** Asks a book of its own instead of the good store's. */
  private static final class WithBook extends ForwardingJobStore {
    private final Book book;
    private final ReentrantLock lock = new ReentrantLock();

    WithBook(JobStore target, Book book) {
      super(target);
      this.book = book;
    }

    private long newerThan(String key, long term) {
      lock.lock();
      try {
        return book.newerThan(key, term);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public CompletionStage<Swept> sweep(String queue, int max, long term) {
      if (max < 1 || term < 0) {
        return target().sweep(queue, max, term);
      }
      long newer = newerThan("sweep " + queue, term);
      return newer > 0
          ? CompletableFuture.completedFuture(new Swept(0, 0, false, newer))
          : target().sweep(queue, max, 0);
    }

    @Override
    public CompletionStage<Pruned> prune(
        String queue, Duration olderThan, int keep, int max, long term) {
      if (max < 1 || keep < 0 || term < 0) {
        return target().prune(queue, olderThan, keep, max, term);
      }
      long newer = newerThan("prune " + queue, term);
      return newer > 0
          ? CompletableFuture.completedFuture(new Pruned(0, newer))
          : target().prune(queue, olderThan, keep, max, 0);
    }
  }

  /** Answers as it should, and has moved all the same. */
  private static final class RefusesAfterwards extends ForwardingJobStore {
    RefusesAfterwards(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Swept> sweep(String queue, int max, long term) {
      return target()
          .sweep(queue, max, term)
          .thenCompose(
              swept ->
                  swept.isRefused()
                      ? target().sweep(queue, max, 0).thenApply(moved -> swept)
                      : CompletableFuture.completedFuture(swept));
    }
  }
}
