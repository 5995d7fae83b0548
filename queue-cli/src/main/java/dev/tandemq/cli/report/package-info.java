/** What the user gets to see: output, progress, summary, as text or as JSON. */
@NullMarked
package dev.tandemq.cli.report;

import org.jspecify.annotations.NullMarked;
