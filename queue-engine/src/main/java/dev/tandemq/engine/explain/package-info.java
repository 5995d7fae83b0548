/** Why a job does not run: the facts, the reasons that follow from them, and their words. */
@NullMarked
package dev.tandemq.engine.explain;

import org.jspecify.annotations.NullMarked;
