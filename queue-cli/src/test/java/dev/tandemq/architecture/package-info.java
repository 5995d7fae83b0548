/** The rules that hold the whole together, checked on the compiled classes of every module. */
@NullMarked
package dev.tandemq.architecture;

import org.jspecify.annotations.NullMarked;
