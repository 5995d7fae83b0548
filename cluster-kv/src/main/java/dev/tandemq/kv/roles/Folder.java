package dev.tandemq.kv.roles;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Names;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Val;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries of a role that has one for each name. What is none of ours is passed over, so that it
 * hurts nobody, and told once. Safe for concurrent use.
 *
 * @param <E> an entry
 */
final class Folder<E> {

  private static final Logger LOG = System.getLogger(Folder.class.getName());
  private static final int MAX_TOLD = 100;

  private final RoleSetup setup;
  private final String path;
  private final Format<E> format;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Reads an entry; throws {@link CorruptJobException} for what makes no sense. */
  interface Format<E> {
    E read(String name, String key, byte[] bytes);
  }

  /** An entry as others see it; empty when it is over. */
  interface View<E, T> {
    Optional<T> of(E entry, Reading now);
  }

  /** An entry and where it stands. */
  record Found<E>(String key, long revision, E entry) {}

  /** Everything in the folder, in the order of the names, and the time after it was read. */
  record Listing<E>(List<Found<E>> entries, Reading now) {}

  /**
   * A folder.
   *
   * @param name below the root
   */
  Folder(RoleSetup setup, String name, Format<E> format) {
    this.setup = setup;
    this.path = setup.key(name);
    this.format = format;
  }

  /** Where the entry of a name stands. */
  String key(String name) {
    return path + "/" + name;
  }

  /**
   * Those that are not over, in the order of their names.
   *
   * @param call for messages
   * @throws IllegalStateException when the connection is closed
   */
  <T> CompletionStage<List<T>> list(String call, View<E, T> view) {
    return Failures.told(
        call,
        read()
            .thenApply(
                listing ->
                    listing.entries().stream()
                        .flatMap(found -> view.of(found.entry(), listing.now()).stream())
                        .toList()));
  }

  /** Reads all entries, no older than this call. */
  CompletionStage<Listing<E>> read() {
    return setup
        .kv()
        .barrier()
        .thenCompose(done -> setup.kv().children(path, Integer.MAX_VALUE))
        .thenCompose(this::read);
  }

  private CompletionStage<Listing<E>> read(List<String> names) {
    List<String> ours = names.stream().filter(this::isOurs).sorted().toList();
    return setup
        .kv()
        .getAll(ours.stream().map(this::key).toList())
        .thenApply(values -> entries(ours, values))
        .thenCompose(entries -> setup.clock().get().thenApply(now -> new Listing<>(entries, now)));
  }

  private List<Found<E>> entries(List<String> names, Map<String, Val> values) {
    List<Found<E>> entries = new ArrayList<>();
    for (String name : names) {
      Val value = values.get(key(name));
      if (value != null) {
        try {
          E entry = format.read(name, key(name), value.bytes());
          entries.add(new Found<>(key(name), value.revision(), entry));
        } catch (CorruptJobException e) {
          tell(name, e);
        }
      }
    }
    return entries;
  }

  private boolean isOurs(String name) {
    try {
      Names.check("name", name);
      return true;
    } catch (IllegalArgumentException e) {
      tell(name, TextReader.corrupt(key(name), e));
      return false;
    }
  }

  private void tell(String name, CorruptJobException e) {
    if (told.size() < MAX_TOLD && told.add(name)) {
      LOG.log(Level.WARNING, "passed over: " + e.getMessage());
    }
  }
}
