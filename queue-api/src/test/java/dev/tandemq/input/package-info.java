/** Bad input for values and ports: what is refused, how, and in which words. */
@NullMarked
package dev.tandemq.input;

import org.jspecify.annotations.NullMarked;
