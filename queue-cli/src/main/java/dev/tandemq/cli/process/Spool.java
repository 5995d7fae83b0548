package dev.tandemq.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where output waits for its turn: a bounded amount of memory shared by all of it, then files in a
 * temporary folder that is made when first needed and deleted in the end. Safe for concurrent use.
 */
public final class Spool implements AutoCloseable {

  private final AtomicLong memoryLeft;
  private @Nullable Path folder; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Makes a spool.
   *
   * @param memory most bytes that all captured output together may hold in memory
   */
  public Spool(long memory) {
    memoryLeft = new AtomicLong(memory);
  }

  /** Takes memory from the common bound; false when there is not that much left. */
  boolean reserve(long bytes) {
    if (memoryLeft.addAndGet(-bytes) >= 0) {
      return true;
    }
    memoryLeft.addAndGet(bytes);
    return false;
  }

  void release(long bytes) {
    memoryLeft.addAndGet(bytes);
  }

  synchronized Path newFile() throws IOException {
    if (closed) {
      throw new IOException("the spool is closed");
    }
    if (folder == null) {
      folder = Files.createTempDirectory("tandem-");
    }
    return Files.createTempFile(folder, "output-", "");
  }

  /** Deletes the folder and what is left in it. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    if (folder == null) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
    } finally {
      folder = null;
    }
  }
}
