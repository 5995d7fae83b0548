/** Jobs on Redis. */
@NullMarked
package dev.tandemq.redis.jobs;

import org.jspecify.annotations.NullMarked;
