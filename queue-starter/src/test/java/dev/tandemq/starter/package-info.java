/** What the README promises to a newcomer, done as it says. */
@NullMarked
package dev.tandemq.starter;

import org.jspecify.annotations.NullMarked;
