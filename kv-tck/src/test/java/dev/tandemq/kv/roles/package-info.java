/** Tests of the roles on the store in memory. */
@NullMarked
package dev.tandemq.kv.roles;

import org.jspecify.annotations.NullMarked;
