/** The kit on a plain cluster, and on clusters that are known to be broken. */
@NullMarked
package dev.tandemq.tck.cluster;

import org.jspecify.annotations.NullMarked;
