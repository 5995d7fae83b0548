package dev.tandemq.cluster;

import dev.tandemq.job.Names;
import java.util.Objects;

/**
 * One grant of a lock.
 *
 * @param name of the lock; a name as of {@link Names}
 * @param owner which start of which node has it
 * @param token grows with each grant of the lock, over its end and its unlocking, for ever: what is
 *     written under the lock carries it, and whoever is written to refuses one that is older
 */
public record Lock(String name, NodeId owner, long token) {

  /** Checks that nothing is missing. */
  public Lock {
    Names.check("lock", name);
    Objects.requireNonNull(owner, "owner");
    if (token < 1) {
      throw new IllegalArgumentException("token is " + token + "; it is at least 1");
    }
  }
}
