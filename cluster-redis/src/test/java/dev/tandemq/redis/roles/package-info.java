/** Tests of members, a leader, locks and words on Redis. */
@NullMarked
package dev.tandemq.redis.roles;

import org.jspecify.annotations.NullMarked;
