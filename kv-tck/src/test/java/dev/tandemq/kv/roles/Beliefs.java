package dev.tandemq.kv.roles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who believed when to hold something, and what numbers were given for it in which order. */
final class Beliefs {

  private final Map<String, List<Belief>> byName = new HashMap<>();
  private final Map<String, List<Given>> given = new HashMap<>();

  /** Somebody's belief from an answer on, until a time counted from before the call. */
  static final class Belief {
    final String holder;
    final long from;
    private long to;

    Belief(String holder, long from, long to) {
      this.holder = holder;
      this.from = from;
      this.to = to;
    }

    long to() {
      return to;
    }

    /** The holder counts anew. */
    void until(long time) {
      to = time;
    }

    /** It ends at this time, if it has not before. */
    void endBy(long time) {
      to = Math.min(to, time);
    }

    @Override
    public String toString() {
      return holder + " from " + from + " to " + to;
    }
  }

  /** A number that a call between two times was answered with. */
  private record Given(long start, long answered, long number, String to) {}

  Belief begin(String name, String holder, long from, long to) {
    Belief belief = new Belief(holder, from, to);
    byName.computeIfAbsent(name, n -> new ArrayList<>()).add(belief);
    return belief;
  }

  void given(String name, long start, long answered, long number, String to) {
    given.computeIfAbsent(name, n -> new ArrayList<>()).add(new Given(start, answered, number, to));
  }

  int count() {
    return byName.values().stream().mapToInt(List::size).sum();
  }

  /** No two believed to hold one thing at the same time. */
  void expectOneAtATime(String world) {
    byName.forEach(
        (name, beliefs) -> {
          List<Belief> sorted =
              beliefs.stream()
                  .filter(belief -> belief.to() > belief.from)
                  .sorted(Comparator.comparingLong(belief -> belief.from))
                  .toList();
          Belief longest = null;
          for (Belief belief : sorted) {
            if (longest != null && !longest.holder.equals(belief.holder)) {
              assertThat(belief.from)
                  .as("%s: %s is held by %s, and by %s", world, name, longest, belief)
                  .isGreaterThanOrEqualTo(longest.to());
            }
            longest = longest == null || belief.to() > longest.to() ? belief : longest;
          }
        });
  }

  /**
   * A number is given to one holder, and is not smaller than any that was known when the call
   * began.
   */
  void expectNumbersToGrow(String world) {
    given.forEach(
        (name, numbers) -> {
          Map<Long, String> holders = new HashMap<>();
          for (Given later : numbers) {
            String holder = holders.putIfAbsent(later.number(), later.to());
            assertThat(holder == null || holder.equals(later.to()))
                .as("%s: %s of %s was given to %s before", world, later, name, holder)
                .isTrue();
            for (Given earlier : numbers) {
              if (earlier.answered() < later.start()) {
                assertThat(later.number())
                    .as("%s: %s comes after %s of %s", world, later, earlier, name)
                    .isGreaterThanOrEqualTo(earlier.number());
              }
            }
          }
        });
  }
}
