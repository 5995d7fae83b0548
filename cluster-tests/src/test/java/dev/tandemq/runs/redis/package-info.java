/** The engine on a real Redis that is killed, full, away, or whose answers are lost on the way. */
@NullMarked
package dev.tandemq.runs.redis;

import org.jspecify.annotations.NullMarked;
