package dev.tandemq.engine.codec;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes in memory that refuse to become more than so many, so that a value without end is stopped
 * before memory is. Not safe for concurrent use.
 */
final class LimitedBytes extends OutputStream {

  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  LimitedBytes(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(int b) throws IOException {
    makeRoom(1);
    bytes.write(b);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    makeRoom(length);
    bytes.write(from, offset, length);
  }

  private void makeRoom(int more) throws IOException {
    if (more > limit - bytes.size()) {
      throw new StreamConstraintsException(
          "has more than " + limit + " bytes: push a reference to the data instead");
    }
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
