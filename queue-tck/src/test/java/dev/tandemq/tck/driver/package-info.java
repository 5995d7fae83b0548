/** Tests of what the kit lends to the tests of drivers. */
@NullMarked
package dev.tandemq.tck.driver;

import org.jspecify.annotations.NullMarked;
