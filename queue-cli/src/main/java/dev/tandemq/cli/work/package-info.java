/** {@code tandem work}: a worker process that runs a command for each job of its queues. */
@NullMarked
package dev.tandemq.cli.work;

import org.jspecify.annotations.NullMarked;
