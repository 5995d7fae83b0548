/** A node of a distributed queue: any store of jobs over any cluster. */
@NullMarked
package dev.tandemq.engine.cluster;

import org.jspecify.annotations.NullMarked;
