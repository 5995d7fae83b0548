package dev.tandemq.kv.jobs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Entries that this connection has taken or is about to: a listing from a moment ago may still show
 * them. Safe for concurrent use.
 */
final class Taken {

  private static final int MOST = 8192;

  private final Map<String, Boolean> names =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Whether nobody here had it before; nobody has it after. */
  synchronized boolean reserve(Place place) {
    return names.putIfAbsent(key(place), true) == null;
  }

  /** Whether somebody here has it. */
  synchronized boolean has(Place place) {
    return names.containsKey(key(place));
  }

  /** It was not taken after all. */
  synchronized void giveBack(Place place) {
    names.remove(key(place));
  }

  private static String key(Place place) {
    return place.bucket() + "/" + place.entry();
  }
}
