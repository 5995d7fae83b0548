/** Real servers for tests, and ways to break them. */
@NullMarked
package dev.tandemq.backend;

import org.jspecify.annotations.NullMarked;
