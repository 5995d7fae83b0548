package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.redis.RedisDriver;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Empty stores on the shared server for tests. To connect takes longer than most tests, so that
 * connections are used again: each has a namespace of its own, which is emptied in between.
 */
final class RedisStores {

  /** Deletes what is in a namespace; its keys are few, whatever was in them. */
  private static final Script DELETE_ALL =
      new Script(
          "test/delete-all",
          """
          local keys = redis.call('KEYS', '{' .. ARGV[1] .. '}:*')
          for _, key in ipairs(keys) do redis.call('UNLINK', key) end
          return { #keys }
          """);

  private static final Deque<Namespace> FREE = new ConcurrentLinkedDeque<>();

  private RedisStores() {}

  /** A connection and its namespace. */
  record Namespace(String name, RedisLink link) {

    /** A connection to an empty namespace, for one test at a time. */
    static Namespace take() {
      Namespace free = FREE.poll();
      if (free != null) {
        return free;
      }
      String name = "store-test-" + UUID.randomUUID();
      return new Namespace(name, connect(name));
    }

    /** Deletes all keys and lets another test have it. */
    void giveBack() {
      var unused =
          await(link.run(DELETE_ALL, List.of(link.key("")), List.of(name.getBytes(UTF_8))));
      FREE.push(this);
    }

    /** A store on this namespace. */
    JobStore store() {
      return new RedisJobStore(link, RedisDriver.CAPABILITIES);
    }
  }

  /** A connection more to a namespace; the caller closes it. */
  static RedisLink connect(String namespace) {
    QueueUrl url = QueueUrl.parse(RedisServer.shared().url() + "?namespace=" + namespace);
    return RedisLink.open(url, new DriverContext(new RealTimeContext(), new PlainJobCodec()));
  }

  /** An empty store, whose close also deletes what it holds. */
  static JobStore open() {
    return new Owned(Namespace.take());
  }

  /** The answer of a call. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError("the call failed", e);
    } catch (TimeoutException e) {
      throw new AssertionError("the server gave no answer within 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static final class Owned extends ForwardingJobStore {

    private final Namespace namespace;
    private boolean isClosed;

    Owned(Namespace namespace) {
      super(namespace.store());
      this.namespace = namespace;
    }

    @Override
    public synchronized void close() {
      target().close();
      if (!isClosed) {
        isClosed = true;
        namespace.giveBack();
      }
    }
  }
}
