/** {@code tandem demo}: a tour of a real queue, shown by nothing but its events. */
@NullMarked
package dev.tandemq.cli.demo;

import org.jspecify.annotations.NullMarked;
