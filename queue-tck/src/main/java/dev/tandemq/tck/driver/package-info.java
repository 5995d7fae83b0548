/** What a driver's tests need of the engine without having it: a context on real time, a codec. */
@NullMarked
package dev.tandemq.tck.driver;

import org.jspecify.annotations.NullMarked;
