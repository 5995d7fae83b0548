package dev.tandemq.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Moves what a child writes to one of its outputs into a {@link CapturedOutput}. */
final class OutputPump implements Runnable {

  private static final int CHUNK = 8192;

  private final InputStream from;
  private final CapturedOutput to;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable IOException failure;

  OutputPump(InputStream from, CapturedOutput to) {
    this.from = from;
    this.to = to;
  }

  /** Pumps until the output ends, which may be long after the child did. */
  @Override
  public void run() {
    try {
      byte[] chunk = new byte[CHUNK];
      int length = from.read(chunk);
      while (length >= 0) {
        keep(chunk, length);
        length = from.read(chunk);
      }
    } catch (IOException e) {
      // Closed by the JDK: the same as its end.
    } finally {
      ended.countDown();
    }
  }

  private void keep(byte[] chunk, int length) {
    if (failure != null) {
      return; // goes on reading all the same, so that the child is not held up
    }
    try {
      to.append(chunk, length);
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Counted down at the end of the output. */
  CountDownLatch ended() {
    return ended;
  }

  /** Why the output could not be kept, if it could not. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }
}
