package dev.tandemq.kv.tck;

import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.KvKeys;
import dev.tandemq.kv.port.KvLimits;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A coordination store in this process, as strict as the strictest of the real ones: a key needs
 * its parent, one with children cannot be deleted, and what should be known to be there must be
 * there. It stands in for a server that any number of connections reach; what is true of it counts
 * only beside a run on a real one. Safe for concurrent use; answers at once, hints within the
 * commit.
 */
public final class MemoryKv {

  /** About those of the tightest backend. */
  public static final KvLimits LIMITS = new KvLimits(64, 2, 380_000, 350_000, 8_000);

  private static final System.Logger LOG = System.getLogger(MemoryKv.class.getName());

  private final KvLimits limits;
  private final Object monitor = new Object();
  private final TreeMap<String, Val> values = new TreeMap<>(); // guarded by the monitor
  private final TreeMap<String, TreeMap<String, String>> folders =
      new TreeMap<>(); // guarded by the monitor
  private long commits; // guarded by the monitor
  private long reads; // guarded by the monitor
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /** An empty store with the usual limits. */
  public MemoryKv() {
    this(LIMITS);
  }

  /** An empty store. */
  public MemoryKv(KvLimits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  private record Watcher(String folder, Runnable wake, AtomicBoolean isClosed) {}

  /** One more connection. */
  public Kv connect() {
    return new Connection();
  }

  /** How many transactions were asked for, refused ones too. */
  public long commits() {
    synchronized (monitor) {
      return commits;
    }
  }

  /** How many calls only read. */
  public long reads() {
    synchronized (monitor) {
      return reads;
    }
  }

  /** All keys with their values, in order; for tests that look what is left. */
  public Map<String, byte[]> dump() {
    synchronized (monitor) {
      Map<String, byte[]> copy = new LinkedHashMap<>();
      values.forEach((key, value) -> copy.put(key, value.bytes().clone()));
      return copy;
    }
  }

  private static String parent(String key) {
    int slash = key.lastIndexOf('/');
    return slash < 0 ? "" : key.substring(0, slash);
  }

  private boolean isThere(String key) {
    return key.isEmpty() || values.containsKey(key) || folders.containsKey(key);
  }

  private void enter(String key) {
    folders.computeIfAbsent(parent(key), p -> new TreeMap<>()).put(key, key);
  }

  private Commit commit(List<Op> ops, List<String> touched) {
    commits++;
    for (Op op : ops) {
      if (!holds(op)) {
        return new Commit.Refused();
      }
    }
    Map<String, Long> revisions = new HashMap<>();
    for (Op op : ops) {
      if (!(op instanceof Op.Check)) {
        apply(op, revisions);
        touched.add(parent(op.key()));
      }
    }
    return new Commit.Applied(revisions);
  }

  private boolean holds(Op op) {
    Val there = values.get(op.key());
    if (op instanceof Op.Create) {
      return there == null;
    }
    if (op instanceof Op.ReplaceIf replace) {
      return there != null && there.revision() == replace.revision();
    }
    if (op instanceof Op.Check check) {
      return there != null && there.revision() == check.revision();
    }
    if (op instanceof Op.DeleteIf delete) {
      return there != null && there.revision() == delete.revision();
    }
    return there != null || !(op instanceof Op.Delete);
  }

  private void apply(Op op, Map<String, Long> revisions) {
    byte[] written = null;
    if (op instanceof Op.Create create) {
      // Now, for its parent may be created beside it.
      if (!isThere(parent(op.key()))) {
        throw new AssertionError("nothing is there to hold " + op.key());
      }
      written = create.value();
    } else if (op instanceof Op.ReplaceIf replace) {
      written = replace.value();
    } else if (op instanceof Op.ReplaceKnown replace) {
      known(op);
      written = replace.value();
    } else if (op instanceof Op.DeleteKnown) {
      known(op);
    }
    if (written == null) {
      delete(op.key());
    } else {
      // As versions do where they begin anew with each creation: a revision comes back.
      Val there = values.get(op.key());
      long now = there == null ? 0 : there.revision() + 1;
      values.put(op.key(), new Val(written.clone(), now));
      enter(op.key());
      revisions.put(op.key(), now);
    }
  }

  private void known(Op op) {
    if (!values.containsKey(op.key())) {
      throw new AssertionError("not there, though known to be: " + op.key());
    }
  }

  private void delete(String key) {
    TreeMap<String, String> children = folders.get(key);
    if (children != null && !children.isEmpty()) {
      throw new AssertionError("has children and was to be deleted: " + key);
    }
    values.remove(key);
    folders.remove(key);
    TreeMap<String, String> siblings = folders.get(parent(key));
    if (siblings != null) {
      siblings.remove(key);
    }
  }

  private final class Connection implements Kv {

    private final List<Watcher> own = new CopyOnWriteArrayList<>();
    private volatile boolean isClosed;

    private void checkOpen() {
      if (isClosed) {
        throw new IllegalStateException("the connection is closed");
      }
    }

    @Override
    public CompletionStage<List<String>> children(String folder, int limit) {
      checkOpen();
      KvKeys.check(folder);
      if (limit < 1) {
        throw new IllegalArgumentException("limit is " + limit + "; it must be at least 1");
      }
      synchronized (monitor) {
        reads++;
        List<String> names = new ArrayList<>();
        for (String key : folders.getOrDefault(folder, new TreeMap<>()).keySet()) {
          if (names.size() == limit) {
            break;
          }
          names.add(key.substring(folder.length() + 1));
        }
        return CompletableFuture.completedFuture(List.copyOf(names));
      }
    }

    @Override
    public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
      checkOpen();
      keys.forEach(KvKeys::check);
      synchronized (monitor) {
        reads++;
        Map<String, Val> found = new HashMap<>();
        for (String key : keys) {
          Val value = values.get(key);
          if (value != null) {
            found.put(key, new Val(value.bytes().clone(), value.revision()));
          }
        }
        return CompletableFuture.completedFuture(Map.copyOf(found));
      }
    }

    @Override
    public CompletionStage<Commit> commit(List<Op> ops) {
      checkOpen();
      List<Op> checked = KvKeys.check(ops, limits);
      List<String> touched = new ArrayList<>();
      Commit answer;
      synchronized (monitor) {
        answer = MemoryKv.this.commit(checked, touched);
      }
      if (answer instanceof Commit.Applied) {
        watchers.stream()
            .filter(watcher -> touched.contains(watcher.folder()))
            .filter(watcher -> !watcher.isClosed().get())
            .forEach(watcher -> wake(watcher.wake()));
      }
      return CompletableFuture.completedFuture(answer);
    }

    private void wake(Runnable hint) {
      try {
        hint.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "a watcher threw", e);
      }
    }

    @Override
    public CompletionStage<Void> makeFolder(String path) {
      checkOpen();
      KvKeys.check(path);
      synchronized (monitor) {
        for (String key = path; !isThere(key); key = parent(key)) {
          folders.put(key, new TreeMap<>());
          enter(key);
        }
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription watch(String folder, Runnable wake) {
      checkOpen();
      Watcher watcher = new Watcher(KvKeys.check(folder), wake, new AtomicBoolean());
      watchers.add(watcher);
      own.add(watcher);
      return () -> end(watcher);
    }

    private void end(Watcher watcher) {
      watcher.isClosed().set(true);
      watchers.remove(watcher);
      own.remove(watcher);
    }

    @Override
    public CompletionStage<Void> barrier() {
      checkOpen();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> upkeep() {
      checkOpen();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public KvLimits limits() {
      return limits;
    }

    @Override
    public void close() {
      isClosed = true;
      own.forEach(this::end);
    }
  }
}
