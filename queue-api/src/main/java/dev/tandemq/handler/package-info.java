/** The code that does a job: what it is given and how it says what became of it. */
@NullMarked
package dev.tandemq.handler;

import org.jspecify.annotations.NullMarked;
