/** Tests of jobs and a cluster on Redis. */
@NullMarked
package dev.tandemq.redis;

import org.jspecify.annotations.NullMarked;
