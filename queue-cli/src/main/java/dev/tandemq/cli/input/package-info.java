/** Standard input, cut into lines. */
@NullMarked
package dev.tandemq.cli.input;

import org.jspecify.annotations.NullMarked;
