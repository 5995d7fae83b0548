/** Tests of the settings. */
@NullMarked
package dev.tandemq.engine.settings;

import org.jspecify.annotations.NullMarked;
