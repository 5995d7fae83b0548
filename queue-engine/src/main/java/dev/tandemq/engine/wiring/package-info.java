/** The composition root: what is built from what. */
@NullMarked
package dev.tandemq.engine.wiring;

import org.jspecify.annotations.NullMarked;
