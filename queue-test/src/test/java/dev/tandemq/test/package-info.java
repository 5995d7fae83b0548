/** Tests of the test kit, and an example of its use. */
@NullMarked
package dev.tandemq.test;

import org.jspecify.annotations.NullMarked;
