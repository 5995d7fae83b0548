/** The connection to a server, its scripts, and what its troubles mean. */
@NullMarked
package dev.tandemq.redis.link;

import org.jspecify.annotations.NullMarked;
