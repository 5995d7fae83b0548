/** What a driver is: how it is found, what it declares, how it is opened. */
@NullMarked
package dev.tandemq.driver;

import org.jspecify.annotations.NullMarked;
