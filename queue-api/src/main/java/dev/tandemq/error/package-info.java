/**
 * Backend trouble, by what the caller can do about it. Misuse is reported by the JDK's own types.
 */
@NullMarked
package dev.tandemq.error;

import org.jspecify.annotations.NullMarked;
