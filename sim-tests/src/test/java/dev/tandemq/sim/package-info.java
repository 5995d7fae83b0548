@NullMarked
package dev.tandemq.sim;

import org.jspecify.annotations.NullMarked;
