package dev.tandemq.cli;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.store.JobStore;
import java.util.EnumSet;
import java.util.Set;

/** {@code unlisted:NAME}: the stores of {@code shared:NAME}, which cannot list jobs this way. */
public final class UnlistedDriver implements QueueDriver {

  private final SharedDriver shared = new SharedDriver();

  /** For {@link java.util.ServiceLoader}. */
  public UnlistedDriver() {}

  @Override
  public String name() {
    return "unlisted";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("unlisted");
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities all = shared.capabilities();
    Set<Capability> features = EnumSet.copyOf(all.features());
    features.remove(Capability.LIST);
    return new Capabilities(features, all.maxPayloadBytes(), all.maxBatch());
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    return shared.open(url, context);
  }
}
