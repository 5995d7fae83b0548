package dev.tandemq.backend;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a proxy does to its connections at this moment. Safe for concurrent use. */
final class ProxyFaults {

  enum Mode {
    /** Everything goes through. */
    PASS,
    /** Nothing goes through; what waits goes on later. */
    HOLD,
    /** What the client says is thrown away. */
    LOSE_REQUESTS,
    /** What the server says is thrown away. */
    LOSE_ANSWERS,
    /** What the server says is thrown away, and the connection ends with it. */
    CUT_AT_ANSWER,
    /** New connections end at once. */
    REFUSE;

    /** Bytes are thrown away, and connections stay open. */
    boolean loses() {
      return this == LOSE_REQUESTS || this == LOSE_ANSWERS;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private Mode mode = Mode.PASS;
  private Duration delay = Duration.ZERO;

  void set(Mode mode) {
    lock.lock();
    try {
      this.mode = mode;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void delay(Duration delay) {
    lock.lock();
    try {
      this.delay = delay;
    } finally {
      lock.unlock();
    }
  }

  Mode mode() {
    lock.lock();
    try {
      return mode;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits out the delay of a chunk, and as long as nothing goes through. What to do with it then.
   */
  Mode admit() throws InterruptedException {
    Thread.sleep(delayMillis());
    lock.lock();
    try {
      while (mode == Mode.HOLD) {
        changed.await();
      }
      return mode;
    } finally {
      lock.unlock();
    }
  }

  private long delayMillis() {
    lock.lock();
    try {
      return delay.toMillis();
    } finally {
      lock.unlock();
    }
  }
}
