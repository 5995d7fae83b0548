/** Tests of how tests are named. */
@NullMarked
package dev.tandemq.tck.rule;

import org.jspecify.annotations.NullMarked;
