package dev.tandemq.driver;

import dev.tandemq.context.ProcessContext;
import java.util.Objects;

/**
 * What a driver is given when it is opened.
 *
 * @param process time, threads and chance; a driver starts no clock and no thread of its own
 *     accord, except those of its client library and the pool on which a store that can only block
 *     waits (see {@link dev.tandemq.driver.JobStores#blocking})
 * @param codec turns a job into the bytes to keep and back; stores that keep the object itself do
 *     not need it
 */
public record DriverContext(ProcessContext process, JobCodec codec) {

  /** Checks that nothing is missing. */
  public DriverContext {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(codec, "codec");
  }
}
