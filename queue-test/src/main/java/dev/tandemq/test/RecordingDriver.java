package dev.tandemq.test;

import dev.tandemq.context.TimeSource;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.JobStore;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The memory driver, whose one store writes down what is asked of it. Opened once. */
final class RecordingDriver implements QueueDriver {

  private final MemoryDriver memory = new MemoryDriver();
  private final Records records;
  private @Nullable RecordingStore opened;

  RecordingDriver(TimeSource time) {
    this.records = new Records(time);
  }

  Records records() {
    return records;
  }

  /** The store of the connection; it must have been opened. */
  RecordingStore store() {
    if (opened == null) {
      throw new IllegalStateException("the store was not opened");
    }
    return opened;
  }

  @Override
  public String name() {
    return memory.name();
  }

  @Override
  public Set<String> schemes() {
    return memory.schemes();
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    return memory.capabilities();
  }

  @Override
  public Set<String> options() {
    return memory.options();
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    RecordingStore store = new RecordingStore(memory.open(url, context), records);
    opened = store;
    return store;
  }
}
