/** Finds drivers on the class path and picks one by the scheme of a URL. */
@NullMarked
package dev.tandemq.engine.discovery;

import org.jspecify.annotations.NullMarked;
