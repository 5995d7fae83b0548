package dev.tandemq.redis.link;

import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Links of one test, in a namespace of its own, ended with it. */
final class Links implements AutoCloseable {

  static final Script COUNT = new Script("test/count", "return redis.call('INCR', KEYS[1])");
  static final Script READ =
      new Script("test/read", "return tonumber(redis.call('GET', KEYS[1]) or '0')");

  private final RealTimeContext process = new RealTimeContext();
  private final String namespace = "t" + UUID.randomUUID().toString().substring(0, 8);

  String namespace() {
    return namespace;
  }

  DriverContext context() {
    return new DriverContext(process, new PlainJobCodec());
  }

  RedisLink open(String url, String... options) {
    StringBuilder text = new StringBuilder(url).append("?namespace=").append(namespace);
    for (String option : options) {
      text.append('&').append(option);
    }
    return RedisLink.open(QueueUrl.parse(text.toString()), context());
  }

  /** The answer of a script on one key; fails with what the stage failed with. */
  static @Nullable Object ask(RedisLink link, Script script, String... args) {
    return answer(
        link.run(
            script,
            List.of(link.key("n")),
            List.of(args).stream().map(arg -> arg.getBytes(StandardCharsets.UTF_8)).toList()));
  }

  static <T extends @Nullable Object> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
