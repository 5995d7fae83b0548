/** Tests of real servers, which talk to them over plain sockets. */
@NullMarked
package dev.tandemq.backend;

import org.jspecify.annotations.NullMarked;
