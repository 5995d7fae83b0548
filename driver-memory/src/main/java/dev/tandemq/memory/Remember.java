package dev.tandemq.memory;

import java.time.Duration;
import java.util.Objects;

/**
 * How much a store in memory remembers of what is over (rules P4, S11): as much as is needed where
 * an answer can be lost between the store and whoever asked, so that the same call again gets the
 * same answer. Bounded by time and by number, whichever is less.
 *
 * @param time how long a finished job and a settled claim are remembered; zero or more
 * @param entries most finished jobs, and most settled claims, that are remembered; zero or more
 */
record Remember(Duration time, int entries) {

  /** For callers in the same process: no answer is lost on the way to them. */
  static final Remember NOTHING = new Remember(Duration.ZERO, 0);

  /**
   * For callers behind a link that loses answers: ten minutes, as the contract has it, which is
   * longer than anybody tries again; and 100,000 of each kind, some 25 MB, for ten minutes of a
   * busy store would not fit into memory. A store that settles 10,000 jobs a second remembers ten
   * seconds, and a call is made again within one or two.
   */
  static final Remember DEFAULT = new Remember(Duration.ofMinutes(10), 100_000);

  Remember {
    Objects.requireNonNull(time, "time");
    if (time.isNegative() || entries < 0) {
      throw new IllegalArgumentException(
          "time is " + time + ", entries is " + entries + "; neither may be negative");
    }
  }
}
