/** Jobs over the port: the one algorithm that all coordination stores share. */
@NullMarked
package dev.tandemq.kv.jobs;

import org.jspecify.annotations.NullMarked;
