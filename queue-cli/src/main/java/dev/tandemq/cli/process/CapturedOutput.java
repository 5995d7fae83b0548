package dev.tandemq.cli.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command wrote to one of its outputs, byte for byte: in memory while it is short and the
 * common memory lasts, else in a file. Filled by one thread, then sealed, then read as often as
 * needed, then closed. Safe for concurrent use. No channels: an interrupt would close them.
 */
public final class CapturedOutput implements AutoCloseable {

  /** Most that one output holds in memory. */
  static final int MEMORY_LIMIT = 1 << 20;

  private final Spool spool;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
  private @Nullable Path file;
  private @Nullable OutputStream fileOut;
  private long size;
  private boolean sealed;

  CapturedOutput(Spool spool) {
    this.spool = spool;
  }

  /** Adds bytes; after the seal they are dropped. */
  synchronized void append(byte[] bytes, int length) throws IOException {
    if (sealed) {
      return;
    }
    if (fileOut == null && !fitsIntoMemory(length)) {
      moveToFile();
    }
    if (fileOut != null) {
      fileOut.write(bytes, 0, length);
    } else {
      memory.write(bytes, 0, length);
    }
    size += length;
  }

  private boolean fitsIntoMemory(int more) {
    return size + more <= MEMORY_LIMIT && spool.reserve(more);
  }

  private void moveToFile() throws IOException {
    file = spool.newFile();
    OutputStream out = new FileOutputStream(file.toFile());
    fileOut = out;
    memory.writeTo(out);
    forgetMemory();
  }

  private void forgetMemory() {
    spool.release(memory.size());
    memory = new ByteArrayOutputStream(0);
  }

  /** Ends the filling. */
  synchronized void seal() throws IOException {
    sealed = true;
    if (fileOut != null) {
      fileOut.close();
      fileOut = null;
    }
  }

  /** How many bytes there are. */
  public synchronized long size() {
    return size;
  }

  /** The bytes from the first on; the caller closes the stream. */
  public synchronized InputStream open() throws IOException {
    return file == null
        ? new ByteArrayInputStream(memory.toByteArray())
        : new FileInputStream(file.toFile());
  }

  /** Copies all bytes to a stream. */
  public synchronized void writeTo(OutputStream out) throws IOException {
    if (file == null) {
      memory.writeTo(out);
    } else {
      try (InputStream in = open()) {
        in.transferTo(out);
      }
    }
  }

  /** The last bytes, at most so many. */
  public synchronized byte[] tail(int most) throws IOException {
    if (size == 0) {
      return new byte[0];
    }
    try (InputStream in = open()) {
      in.skipNBytes(Math.max(0, size - most));
      return in.readNBytes(most);
    }
  }

  /** Gives memory and file back. Idempotent. */
  @Override
  public synchronized void close() {
    try {
      seal();
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // What is left goes with the folder in the end.
    }
    forgetMemory();
    file = null;
    size = 0;
  }

  @Override
  public synchronized String toString() {
    return "CapturedOutput[" + size + " bytes, " + (file == null ? "in memory" : "in a file") + "]";
  }
}
