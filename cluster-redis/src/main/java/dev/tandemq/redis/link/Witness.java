package dev.tandemq.redis.link;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Notices that a server came back with older data, or with none. Each connection has a key with a
 * random name, and writes a number there that grows; the answer to the next write must be at least
 * the last number that was confirmed. No other connection writes it, so nothing hides a loss that
 * took a number with it; what was lost between two numbers goes unnoticed.
 *
 * <p>One round trip a second, besides all calls. The key goes with the connection, or after a day.
 */
final class Witness {

  static final Duration EVERY = Duration.ofSeconds(1);
  static final Duration LIFE = Duration.ofDays(1);

  private static final Logger LOG = System.getLogger("dev.tandemq.redis");

  private final RedissonClient client;
  private final ProcessContext process;
  private final String server;
  private final String key;
  private final AtomicInteger losses = new AtomicInteger();

  private final Object monitor = new Object();
  // Guarded by the monitor.
  private long written;
  private long confirmed;
  private long confirmedAt;
  private boolean isUnderWay;
  private boolean isClosed;
  private CompletableFuture<?> current = CompletableFuture.completedFuture(null);
  private @Nullable Cancellable next;

  Witness(RedissonClient client, ProcessContext process, String server, String key) {
    this.client = client;
    this.process = process;
    this.server = server;
    this.key = key;
  }

  /** Looks now, if no look is under way, and again each second. Never throws, never blocks. */
  void look() {
    long number;
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    synchronized (monitor) {
      if (isUnderWay || isClosed) {
        return;
      }
      isUnderWay = true;
      current = done;
      number = ++written;
    }
    try {
      var unused =
          exchange(number)
              .whenComplete(
                  (before, failure) -> {
                    answered(number, before, failure);
                    done.complete(null);
                  });
    } catch (RuntimeException e) {
      answered(number, null, e);
      done.complete(null);
    }
  }

  private CompletableFuture<byte @Nullable []> exchange(long number) {
    RBatch batch = client.createBatch(BatchOptions.defaults().retryAttempts(0));
    var bucket = batch.<byte[]>getBucket(key, ByteArrayCodec.INSTANCE);
    RFuture<byte[]> before =
        bucket.getAndSetAsync(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    var unused = bucket.expireAsync(LIFE);
    return batch.executeAsync().thenCompose(done -> before).toCompletableFuture();
  }

  private void answered(long number, byte @Nullable [] before, @Nullable Throwable failure) {
    boolean isLost = false;
    synchronized (monitor) {
      isUnderWay = false;
      if (failure == null) {
        long now = process.time().nanoTime();
        isLost = number(before) < confirmed && now - confirmedAt < LIFE.toNanos() / 2;
        confirmed = number;
        confirmedAt = now;
      }
      if (!isClosed) {
        next = process.schedule(EVERY, this::look);
      }
    }
    if (isLost) {
      String message =
          server
              + ": the server came back with older data, or with none: jobs that were acknowledged"
              + " since may be lost, and jobs that were done may run again; tokens and terms go on"
              + " growing by the server's clock";
      LOG.log(Level.WARNING, message);
      losses.incrementAndGet();
    }
  }

  private static long number(byte @Nullable [] text) {
    if (text == null) {
      return 0;
    }
    String digits = new String(text, StandardCharsets.US_ASCII);
    // What is no number is not ours: the key was overwritten, which is a loss as well.
    return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
  }

  /** How often data was seen to be lost. */
  int losses() {
    return losses.get();
  }

  /** Ends the looks and takes the key away, waiting a little for that. */
  void close(Duration atMost) {
    CompletableFuture<?> last;
    boolean isThere;
    synchronized (monitor) {
      isClosed = true;
      last = current;
      isThere = confirmed > 0;
      if (next != null) {
        next.cancel();
      }
    }
    if (!isThere) {
      return;
    }
    try {
      Object unused =
          last.thenCompose(done -> delete()).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.log(Level.DEBUG, "{0}: {1} is left to its end", server, key);
    }
  }

  private CompletableFuture<Boolean> delete() {
    return client.getBucket(key, ByteArrayCodec.INSTANCE).deleteAsync().toCompletableFuture();
  }
}
