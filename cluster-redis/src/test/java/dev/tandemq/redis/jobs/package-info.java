/** Tests of the jobs on Redis, against a real server. */
@NullMarked
package dev.tandemq.redis.jobs;

import org.jspecify.annotations.NullMarked;
