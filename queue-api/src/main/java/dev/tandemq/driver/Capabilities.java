package dev.tandemq.driver;

import java.util.Objects;
import java.util.Set;

/**
 * What a driver declares of its stores: features and limits.
 *
 * @param features what the store can do beyond the core of the contract
 * @param maxPayloadBytes largest payload of one job in bytes; at least {@value #MIN_PAYLOAD_BYTES}
 * @param maxBatch largest number of jobs, settlements or claims in one call; at least 1. The engine
 *     cuts larger batches into several calls.
 */
public record Capabilities(Set<Capability> features, int maxPayloadBytes, int maxBatch) {

  /** Every store takes a payload of one mebibyte. */
  public static final int MIN_PAYLOAD_BYTES = 1 << 20;

  /** Checks the limits and takes a copy of the features. */
  public Capabilities {
    Objects.requireNonNull(features, "features");
    features = Set.copyOf(features);
    if (maxPayloadBytes < MIN_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "maxPayloadBytes is "
              + maxPayloadBytes
              + "; a store takes at least "
              + MIN_PAYLOAD_BYTES);
    }
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch is " + maxBatch + "; it must be at least 1");
    }
  }

  /** Whether the store has the feature. */
  public boolean has(Capability feature) {
    return features.contains(feature);
  }
}
