package dev.tandemq.redis.jobs;

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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Stores on the shared server for tests, each in a namespace of its own that ends with it. */
final class RedisStores {

  /** Deletes what a namespace left; its keys are few, whatever was in them. */
  private static final Script DELETE_ALL =
      new Script(
          "test/delete-all",
          """
          local keys = redis.call('KEYS', '{' .. ARGV[1] .. '}:*')
          for _, key in ipairs(keys) do redis.call('UNLINK', key) end
          return { #keys }
          """);

  private RedisStores() {}

  /** A name that nobody else uses. */
  static String newNamespace() {
    return "store-test-" + UUID.randomUUID();
  }

  /** A connection to that namespace. */
  static RedisLink link(String namespace) {
    return link(namespace, new RealTimeContext());
  }

  private static RedisLink link(String namespace, RealTimeContext context) {
    QueueUrl url = QueueUrl.parse(RedisServer.shared().url() + "?namespace=" + namespace);
    return RedisLink.open(url, new DriverContext(context, new PlainJobCodec()));
  }

  /** An empty store, whose close also ends its connection and its keys. */
  static JobStore open() {
    String namespace = newNamespace();
    RedisLink link = link(namespace);
    return new Owned(new RedisJobStore(link, RedisDriver.CAPABILITIES), link, namespace);
  }

  /** Deletes all keys of the namespace. */
  static void delete(RedisLink link, String namespace) {
    try {
      var unused =
          link.run(
                  DELETE_ALL,
                  List.of(link.key("")),
                  List.of(namespace.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the keys of " + namespace + " stay", e);
    }
  }

  private static final class Owned extends ForwardingJobStore {

    private final RedisLink link;
    private final String namespace;
    private boolean isClosed;

    Owned(JobStore store, RedisLink link, String namespace) {
      super(store);
      this.link = link;
      this.namespace = namespace;
    }

    @Override
    public synchronized void close() {
      target().close();
      if (!isClosed) {
        isClosed = true;
        delete(link, namespace);
        link.close();
      }
    }
  }
}
