/** What happens to jobs, workers and queues, told to whoever listens. */
@NullMarked
package dev.tandemq.event;

import org.jspecify.annotations.NullMarked;
