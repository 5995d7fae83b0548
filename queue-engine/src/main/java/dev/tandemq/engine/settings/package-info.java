/** Every default, named once, with its reason. */
@NullMarked
package dev.tandemq.engine.settings;

import org.jspecify.annotations.NullMarked;
