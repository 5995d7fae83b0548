package dev.tandemq.cli.run;

/**
 * Bounds what has been taken from the input and not been reported yet, in number and in bytes. A
 * single line that is larger than the bound on bytes passes when it is alone. Safe for concurrent
 * use.
 */
final class Window {

  private final int maxJobs;
  private final long maxBytes;
  private int jobs; // guarded by this, as is all below
  private long bytes;
  private boolean closed;

  Window(int maxJobs, long maxBytes) {
    this.maxJobs = maxJobs;
    this.maxBytes = maxBytes;
  }

  /** Takes a place if there is one. */
  synchronized boolean tryEnter(long size) {
    if (closed || isFullFor(size)) {
      return false;
    }
    enterAnyway(size);
    return true;
  }

  /** Takes a place, waiting for one; false when the window is closed. */
  synchronized boolean enter(long size) throws InterruptedException {
    while (!closed && isFullFor(size)) {
      wait();
    }
    return tryEnter(size);
  }

  /** Takes a place that was never asked for: the job is there already. */
  synchronized void enterAnyway(long size) {
    jobs++;
    bytes += size;
  }

  /** Gives a place back. */
  synchronized void leave(long size) {
    jobs--;
    bytes -= size;
    notifyAll();
  }

  private boolean isFullFor(long size) {
    return jobs > 0 && (jobs >= maxJobs || bytes + size > maxBytes);
  }

  /** Lets nobody in any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isEmpty() {
    return jobs == 0;
  }
}
