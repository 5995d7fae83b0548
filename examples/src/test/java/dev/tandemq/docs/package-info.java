/** The documents, held against what they tell of: code, commands, tables and pictures. */
@NullMarked
package dev.tandemq.docs;

import org.jspecify.annotations.NullMarked;
