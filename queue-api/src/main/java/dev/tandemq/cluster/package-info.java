/** The port of a cluster: membership, election, locks and broadcast beside the job store. */
@NullMarked
package dev.tandemq.cluster;

import org.jspecify.annotations.NullMarked;
