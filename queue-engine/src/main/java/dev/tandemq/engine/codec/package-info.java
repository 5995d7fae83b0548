/** Jobs as JSON bytes and back. */
@NullMarked
package dev.tandemq.engine.codec;

import org.jspecify.annotations.NullMarked;
