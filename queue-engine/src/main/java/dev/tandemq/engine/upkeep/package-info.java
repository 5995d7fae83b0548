/** What is done now and then for queues that perhaps nobody claims from. */
@NullMarked
package dev.tandemq.engine.upkeep;

import org.jspecify.annotations.NullMarked;
