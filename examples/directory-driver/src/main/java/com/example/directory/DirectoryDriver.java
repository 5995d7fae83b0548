package com.example.directory;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.JobStores;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Names;
import dev.tandemq.store.JobStore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keeps jobs as files in a directory: {@code dir:/var/spool/jobs}, or {@code dir:jobs} beneath the
 * working directory. Made if it is not there. For several processes on one machine; not for a file
 * system on a network, whose locks and renames promise less.
 */
public final class DirectoryDriver implements QueueDriver {

  /**
   * No more than what holds. Not ATOMIC_BATCH: a put of two jobs is two renames, and a process may
   * die in between. Not LOCAL: an answer takes a disk's time, and the jobs are not this process's.
   */
  static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(
              Capability.PRIORITY,
              Capability.FIFO,
              Capability.UNIQUE_KEY,
              Capability.LIST,
              Capability.DURABLE),
          Capabilities.MIN_PAYLOAD_BYTES,
          500);

  /** One works, under the lock; the others wait for it, for the disk, or for another process. */
  private static final int THREADS = 2;

  private static final int WAITING_CALLS = 1_000;
  private static final int FOLD_AT = 1_000;

  /** For {@link java.util.ServiceLoader}. */
  public DirectoryDriver() {}

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("dir");
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    return open(folder(url), context, FOLD_AT);
  }

  static JobStore open(Path folder, DriverContext context, int foldAt) {
    ExecutorService pool = pool();
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      DirectoryJobStore store = new DirectoryJobStore(folder, context, pool, foldAt, new Writes());
      if (Files.exists(folder.resolve("LOCK"))) {
        store.close();
        throw new QueueForbiddenException(
            "dir: in " + folder + " names of files that differ by case are one; so would queues",
            null);
      }
      return JobStores.blocking(store, CAPABILITIES, pool);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException("dir: " + folder + " is a file, not a directory", e);
    } catch (AccessDeniedException e) {
      throw new QueueForbiddenException("dir: no right to read or write " + e.getMessage(), e);
    } catch (IOException e) {
      throw new QueueUnavailableException("dir: cannot open " + folder + ": " + e, e);
    }
  }

  /** Every driver knows the option {@code namespace}: here it is a directory in the directory. */
  private static Path folder(QueueUrl url) {
    if (url.address().isEmpty()) {
      throw new IllegalArgumentException(
          "dir: names no directory; write for example dir:/var/spool/jobs");
    }
    try {
      Path folder = Path.of(url.address()).toAbsolutePath().normalize();
      return url.option("namespace")
          .map(name -> folder.resolve(Names.check("namespace", name)))
          .orElse(folder);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("dir: names no directory: " + e.getReason(), e);
    }
  }

  /**
   * The threads on which calls wait. They end when idle and never keep the process alive. What does
   * not fit into the line is rejected, and the caller told that nothing was changed: better than a
   * line that grows until memory is full of it.
   */
  private static ExecutorService pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_CALLS),
            step -> {
              Thread thread = new Thread(step, "directory-driver");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
