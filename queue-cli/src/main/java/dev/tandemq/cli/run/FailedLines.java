package dev.tandemq.cli.run;

import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.job.Job;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The file that takes the lines whose jobs failed for good, so that it can be the input of another
 * run. They come in the order of failing, each handed to the system at once and whole. Used by one
 * thread at a time.
 */
public final class FailedLines implements AutoCloseable {

  private final Path file;
  private final boolean nulSeparated;
  private final FileChannel channel;
  private long missing;
  private Optional<IOException> trouble = Optional.empty();

  private FailedLines(Path file, boolean nulSeparated, FileChannel channel) {
    this.file = file;
    this.nulSeparated = nulSeparated;
    this.channel = channel;
  }

  /**
   * Opens a file to see whether that can be done; what it holds stays until {@link #begin}.
   *
   * @param nulSeparated whether NUL ends a line, and not a line feed
   * @throws IOException when it cannot be written
   */
  public static FailedLines open(Path file, boolean nulSeparated) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return new FailedLines(file, nulSeparated, channel);
  }

  /**
   * Empties the file.
   *
   * @throws IOException when that is impossible
   */
  public void begin() throws IOException {
    // A pipe or a device has no size, and may not take a truncation.
    if (channel.size() > 0) {
      channel.truncate(0);
    }
  }

  /**
   * Writes the line of a failed job. A line that was too long to become a job is not there any
   * more, and would fail again; a job that did not come from a line is none. Trouble is kept for
   * {@link #trouble}, and the next line is tried again.
   */
  void add(FinishedJob finished) {
    Optional<Job> job = finished.job().filter(it -> LineTag.of(it) > 0);
    if (finished.isCompleted() || job.isEmpty()) {
      return;
    }
    try {
      write(ended(job.get().payload()));
    } catch (IOException e) {
      missing++;
      if (trouble.isEmpty()) {
        trouble = Optional.of(e);
      }
    }
  }

  /** A carriage return at the end of a line would be taken for a part of a bare line feed. */
  private byte[] ended(byte[] line) {
    boolean endsWithReturn = line.length > 0 && line[line.length - 1] == '\r';
    int length = line.length;
    byte[] bytes = Arrays.copyOf(line, length + (endsWithReturn && !nulSeparated ? 2 : 1));
    bytes[length] = (byte) (endsWithReturn ? '\r' : '\n');
    bytes[bytes.length - 1] = (byte) (nulSeparated ? 0 : '\n');
    return bytes;
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        int unused = channel.write(buffer);
      }
    } catch (IOException e) {
      takeBack(buffer.position());
      throw e;
    }
  }

  /** Half a line would be another line. */
  private void takeBack(int written) throws IOException {
    if (written > 0) {
      channel.truncate(channel.size() - written);
    }
  }

  /** Where the lines go. */
  Path file() {
    return file;
  }

  /** How many lines could not be written. */
  long missing() {
    return missing;
  }

  /** Why the first of them could not. */
  Optional<IOException> trouble() {
    return trouble;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
