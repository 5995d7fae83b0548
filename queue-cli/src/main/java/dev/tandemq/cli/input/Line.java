package dev.tandemq.cli.input;

/** One line of the input that is not empty. */
public final class Line {

  private final long number;
  private final byte[] bytes;
  private final long length;

  Line(long number, byte[] bytes, long length) {
    this.number = number;
    this.bytes = bytes;
    this.length = length;
  }

  /** Its place in the input, from 1; empty lines count. */
  public long number() {
    return number;
  }

  /** The line without its end; only its beginning when it is too long. Not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes the line has. */
  public long length() {
    return length;
  }

  /** Whether all of the line is here, and not only its beginning. */
  public boolean isWhole() {
    return bytes.length == length;
  }
}
