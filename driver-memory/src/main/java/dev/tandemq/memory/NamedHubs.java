package dev.tandemq.memory;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.context.ProcessContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The hubs that have a name: all openings of one name share one hub, which lives as long as one of
 * them is open. Safe for concurrent use.
 */
final class NamedHubs {

  /** Those of this JVM, or rather of whoever loaded this class. */
  static final NamedHubs OF_THIS_JVM = new NamedHubs();

  /** What is in the URL. */
  record Key(String name, Optional<String> namespace) {}

  private final Map<Key, Shared> hubs = new HashMap<>(); // guarded by itself

  /** Opens a connection; the first one makes the hub, the last one to be closed ends it. */
  Cluster open(Key key, ProcessContext context) {
    synchronized (hubs) {
      Shared shared = hubs.computeIfAbsent(key, unused -> new Shared(context));
      shared.context.enter(context);
      shared.openings++;
      return shared.hub.connect(key.name(), context::execute, () -> closed(key, shared, context));
    }
  }

  private void closed(Key key, Shared shared, ProcessContext context) {
    synchronized (hubs) {
      shared.context.leave(context);
      shared.openings--;
      if (shared.openings > 0) {
        return;
      }
      hubs.remove(key);
    }
    shared.hub.close();
  }

  /** How many hubs there are. */
  int size() {
    synchronized (hubs) {
      return hubs.size();
    }
  }

  /** A hub and how often it is open. */
  private static final class Shared {

    final SharedContext context;
    final MemoryHub hub;
    int openings;

    Shared(ProcessContext first) {
      context = new SharedContext(first);
      hub = new MemoryHub(context);
    }
  }
}
