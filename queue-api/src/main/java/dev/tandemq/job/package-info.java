/** The job as an immutable value, its identity, its states and its history. */
@NullMarked
package dev.tandemq.job;

import org.jspecify.annotations.NullMarked;
