package dev.tandemq.driver;

import dev.tandemq.store.JobStore;
import java.util.Set;

/**
 * A kind of store, found through {@link java.util.ServiceLoader} and chosen by the scheme of the
 * URL. An implementation has a public constructor without arguments that does nothing, holds no
 * state and is safe for concurrent use.
 */
public interface QueueDriver {

  /** Version of these ports that this release speaks. */
  int API_VERSION = 1;

  /** Short name for people, as {@code memory}; a name as of {@link dev.tandemq.job.Names}. */
  String name();

  /** URL schemes that this driver answers to, in lower case; at least one. */
  Set<String> schemes();

  /**
   * The {@link #API_VERSION} that the driver was compiled against: {@code return API_VERSION;}. The
   * compiler writes the number of that day into the driver, which is why this has no default: one
   * would give the number of whoever runs the driver, and never differ.
   */
  int apiVersion();

  /** What its stores can do and where their limits are. */
  Capabilities capabilities();

  /** Names of the URL options it knows, besides {@code namespace}. Others are refused. */
  Set<String> options();

  /**
   * Opens a store. The caller closes it. May block for the connect time of the backend.
   *
   * @param url scheme, address and options; the option names have been checked
   * @throws IllegalArgumentException when the address or the value of an option makes no sense
   * @throws dev.tandemq.error.QueueException when the backend cannot be reached or refuses
   */
  JobStore open(QueueUrl url, DriverContext context);
}
