package dev.tandemq.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts bytes into lines and decodes nothing. A line feed ends a line, and a carriage return right
 * before it belongs to the end; with NUL as separator both are data. A last line without an end
 * counts. Of a line that is too long only the beginning is kept, so that memory stays bounded. Not
 * safe for concurrent use, except {@link #emptyLines}.
 */
public final class LineReader {

  /** What is kept of a line that is too long: enough to recognise it. */
  static final int EXCERPT = 1024;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final int limit;
  private final boolean nulSeparated;
  private final byte separator;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;
  private boolean ended;

  private byte[] line = new byte[256];
  private long length;
  private byte lastByte;
  private long number;
  private final AtomicLong emptyLines = new AtomicLong();

  /**
   * Makes a reader.
   *
   * @param limit longest line, in bytes without its end
   * @param nulSeparated whether NUL ends a line, and not a line feed
   */
  public LineReader(InputStream in, int limit, boolean nulSeparated) {
    this.in = in;
    this.limit = limit;
    this.nulSeparated = nulSeparated;
    this.separator = (byte) (nulSeparated ? 0 : '\n');
  }

  /**
   * The next line that is not empty, waiting for it if need be; empty at the end of the input.
   *
   * @throws IOException when the input cannot be read
   */
  public Optional<Line> next() throws IOException {
    while (readLine()) {
      number++;
      if (!nulSeparated && length > 0 && endsWithCarriageReturn()) {
        length--;
      }
      if (length > 0) {
        return Optional.of(new Line(number, keptBytes(), length));
      }
      emptyLines.incrementAndGet();
    }
    if (length > 0) {
      // The last line has no end, so a carriage return that it ends with is data.
      number++;
      Line last = new Line(number, keptBytes(), length);
      length = 0;
      return Optional.of(last);
    }
    return Optional.empty();
  }

  /** Whether a whole line has been read ahead, so that {@link #next} does not wait. */
  public boolean hasNextAtHand() {
    for (int i = position; i < end; i++) {
      if (buffer[i] == separator) {
        return true;
      }
    }
    return false;
  }

  /** Empty lines so far. */
  public long emptyLines() {
    return emptyLines.get();
  }

  /** Collects a line up to its separator; false when the input ended before one. */
  private boolean readLine() throws IOException {
    length = 0;
    while (fill()) {
      int from = position;
      while (position < end && buffer[position] != separator) {
        position++;
      }
      append(from, position);
      if (position < end) {
        position++;
        return true;
      }
    }
    return false;
  }

  private boolean fill() throws IOException {
    if (position < end) {
      return true;
    }
    if (ended) {
      return false;
    }
    int count = in.read(buffer, 0, buffer.length);
    ended = count < 0;
    position = 0;
    end = Math.max(count, 0);
    return !ended;
  }

  private void append(int from, int to) {
    // One byte over the limit is kept: it may be the carriage return of the line's end.
    int room = (int) Math.max(0, Math.min(to - from, limit + 1L - length));
    if (room > 0) {
      int needed = (int) length + room;
      if (needed > line.length) {
        line = Arrays.copyOf(line, (int) Math.min(limit + 1L, Math.max(needed, line.length * 2L)));
      }
      System.arraycopy(buffer, from, line, (int) length, room);
    }
    length += to - from;
    if (to > from) {
      lastByte = buffer[to - 1];
    }
  }

  private boolean endsWithCarriageReturn() {
    return lastByte == '\r';
  }

  private byte[] keptBytes() {
    byte[] kept = Arrays.copyOf(line, length <= limit ? (int) length : Math.min(EXCERPT, limit));
    if (line.length > BUFFER) {
      line = new byte[256];
    }
    return kept;
  }
}
