/** Tests of the connection to Redis. */
@NullMarked
package dev.tandemq.redis.link;

import org.jspecify.annotations.NullMarked;
