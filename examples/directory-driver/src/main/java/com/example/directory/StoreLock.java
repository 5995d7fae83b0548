package com.example.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One step at a time, over all threads and processes. The lock of a file belongs to a whole
 * process, so threads take turns by a lock of their own first. The system takes the lock back from
 * a process that dies; nothing needs to be done for that, as nothing is ever half done.
 *
 * <p>The lock file holds two numbers of eight bytes: a version, by which the others learn that they
 * must read everything anew, see {@link Changes}; and the offset of the {@link StoreClock}.
 */
final class StoreLock implements AutoCloseable {

  /** For all stores of this process, two of which may be open on one directory. */
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private static final int VERSION_AT = 0;
  private static final int OFFSET_AT = 8;

  private final FileChannel channel;
  private final ReentrantLock threads;

  /** A lock on a file, made if need be. */
  StoreLock(Path file) throws IOException {
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.threads = THREADS.computeIfAbsent(file.toRealPath(), path -> new ReentrantLock());
  }

  /** Waits for the lock. Steps are short, so this is too. */
  Held acquire() throws IOException {
    threads.lock();
    try {
      return new Held(channel.lock());
    } catch (IOException | RuntimeException | Error e) {
      threads.unlock();
      throw e;
    }
  }

  /** Between steps: closing a channel may give back the locks that others of this process hold. */
  @Override
  public void close() throws IOException {
    threads.lock();
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }

  /** The lock while it is held, to be closed by the thread that got it. */
  final class Held implements AutoCloseable {

    private final FileLock lock;

    private Held(FileLock lock) {
      this.lock = lock;
    }

    long version() throws IOException {
      return read(VERSION_AT);
    }

    void version(long version) throws IOException {
      write(VERSION_AT, version);
    }

    long clockOffset() throws IOException {
      return read(OFFSET_AT);
    }

    void clockOffset(long offset) throws IOException {
      write(OFFSET_AT, offset);
    }

    /** A new file is empty and reads as zeros. */
    private long read(int at) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
      channel.read(bytes, at);
      return bytes.getLong(0);
    }

    private void write(int at, long value) throws IOException {
      channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, value), at);
    }

    @Override
    public void close() throws IOException {
      try {
        lock.close();
      } finally {
        threads.unlock();
      }
    }
  }
}
