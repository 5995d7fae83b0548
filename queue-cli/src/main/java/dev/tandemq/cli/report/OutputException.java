package dev.tandemq.cli.report;

import java.io.IOException;

/** Standard output takes no more: its reader is gone, or the disk is full. */
public final class OutputException extends IOException {

  private static final long serialVersionUID = 1L;

  OutputException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
