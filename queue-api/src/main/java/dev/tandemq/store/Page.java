package dev.tandemq.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some items of a longer list.
 *
 * @param items the items, in the list's order
 * @param next where the next page begins; empty after the last one
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, Optional<String> next) {

  /** Takes a copy of the items. */
  public Page {
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(next, "next");
    items = List.copyOf(items);
  }
}
