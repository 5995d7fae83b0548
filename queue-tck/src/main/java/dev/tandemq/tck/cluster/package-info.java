/** The chapters of {@code docs/contract.md} that hold a cluster to its rules. */
@NullMarked
package dev.tandemq.tck.cluster;

import org.jspecify.annotations.NullMarked;
