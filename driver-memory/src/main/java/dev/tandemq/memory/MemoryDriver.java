package dev.tandemq.memory;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.store.JobStore;
import java.util.Set;

/**
 * Keeps jobs in the memory of this process, each opening a store of its own: {@code memory:}. At
 * least once within the life of the process; nothing outlives it.
 */
public final class MemoryDriver implements QueueDriver {

  static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(
              Capability.PRIORITY,
              Capability.FIFO,
              Capability.ATOMIC_BATCH,
              Capability.UNIQUE_KEY,
              Capability.LIST,
              Capability.LOCAL),
          64 << 20,
          100_000);

  /** For {@link java.util.ServiceLoader}. */
  public MemoryDriver() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    if (!url.address().isEmpty()) {
      throw new IllegalArgumentException(
          "memory: takes no address; each opening is a store of its own");
    }
    return new MemoryJobStore(context.process(), CAPABILITIES);
  }
}
