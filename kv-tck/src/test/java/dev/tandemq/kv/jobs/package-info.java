/** Tests of the jobs over the port, on the store in memory. */
@NullMarked
package dev.tandemq.kv.jobs;

import org.jspecify.annotations.NullMarked;
