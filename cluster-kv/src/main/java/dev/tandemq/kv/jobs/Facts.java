package dev.tandemq.kv.jobs;

import dev.tandemq.kv.port.Val;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read for one transaction, and what must be read before it can be decided. Not safe for
 * concurrent use.
 */
final class Facts {

  /**
   * The page of another connection.
   *
   * @param page as it was read
   * @param revision at which
   */
  record Other(Ledger page, long revision) {}

  private final Map<String, Optional<Val>> known = new HashMap<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private @Nullable Map<String, Other> others;
  private boolean wantsOthers;
  private boolean isStale;

  /** What stands under a key; null when nothing does. */
  @Nullable Val value(String key) {
    Optional<Val> value = known.get(key);
    if (value == null) {
      missing.add(key);
      throw NotYet.KNOWN;
    }
    return value.orElse(null);
  }

  /** The pages of all other connections, by their keys. */
  Map<String, Other> others() {
    if (others == null) {
      wantsOthers = true;
      throw NotYet.KNOWN;
    }
    return others;
  }

  /** Keys that were asked for and are not known. */
  Set<String> missing() {
    return Set.copyOf(missing);
  }

  /** Whether the pages of others were asked for and are not known. */
  boolean wantsOthers() {
    return wantsOthers;
  }

  /** Forgets all that was read, which does not fit together, and asks for it again. */
  NotYet stale() {
    isStale = true;
    return NotYet.KNOWN;
  }

  /** Whether what was read does not fit together. */
  boolean isStale() {
    return isStale;
  }

  boolean isComplete() {
    return missing.isEmpty() && !wantsOthers;
  }

  /** What was read of keys that were missing; of the others it is known that nothing is there. */
  void learn(Set<String> asked, Map<String, Val> found) {
    asked.forEach(key -> known.put(key, Optional.ofNullable(found.get(key))));
    missing.removeAll(asked);
  }

  void learnOthers(Map<String, Other> pages) {
    others = pages;
    wantsOthers = false;
  }
}
