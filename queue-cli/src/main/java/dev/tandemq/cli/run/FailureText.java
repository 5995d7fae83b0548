package dev.tandemq.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.process.CapturedOutput;
import dev.tandemq.job.Failure;
import java.io.IOException;

/** Says why an attempt failed: how the command ended, then the end of what it wrote to stderr. */
final class FailureText {

  /** An exit status above this stands for the signal of the difference. */
  private static final int SIGNAL_BASE = 128;

  private static final int LAST_SIGNAL = 64;

  private FailureText() {}

  static String of(String how, CapturedOutput stderr) {
    String tail = tail(stderr, Failure.MAX_BYTES - how.getBytes(UTF_8).length - 2);
    return tail.isEmpty() ? how : how + ": " + tail;
  }

  static String exit(int code) {
    int signal = code - SIGNAL_BASE;
    return signal > 0 && signal <= LAST_SIGNAL
        ? "killed by signal " + signal + " (exit " + code + ")"
        : "exit " + code;
  }

  private static String tail(CapturedOutput stderr, int most) {
    try {
      byte[] bytes = stderr.tail(most);
      int from = 0;
      if (bytes.length < stderr.size()) {
        // Cut within a character: begin with the next one.
        while (from < bytes.length && (bytes[from] & 0xc0) == 0x80) {
          from++;
        }
      }
      return new String(bytes, from, bytes.length - from, UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
