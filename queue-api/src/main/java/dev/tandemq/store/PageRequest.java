package dev.tandemq.store;

import java.util.Objects;
import java.util.Optional;

/**
 * Which page of a list.
 *
 * @param size most items, 1 to {@value #MAX_SIZE}
 * @param after the {@link Page#next} of the page before; empty for the first
 */
public record PageRequest(int size, Optional<String> after) {

  /** Most items of one page. */
  public static final int MAX_SIZE = 1000;

  /** Checks the size. */
  public PageRequest {
    Objects.requireNonNull(after, "after");
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("size is " + size + "; it ranges from 1 to " + MAX_SIZE);
    }
  }

  /** The first page. */
  public static PageRequest first(int size) {
    return new PageRequest(size, Optional.empty());
  }
}
