/** How events get from the engine to whoever listens. */
@NullMarked
package dev.tandemq.engine.event;

import org.jspecify.annotations.NullMarked;
