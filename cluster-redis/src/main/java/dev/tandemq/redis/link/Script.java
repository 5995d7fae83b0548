package dev.tandemq.redis.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A Lua script that ships with the driver.
 *
 * @param name for messages, as {@code jobs/put}
 * @param text what the server runs
 */
public record Script(String name, String text) {

  private static final String FOLDER = "/dev/tandemq/redis/";

  /**
   * Reads scripts of the driver, put together in their order: what several share comes first.
   *
   * @param names as {@code jobs/common}; the last one names the script
   */
  public static Script of(String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(read(name)).append('\n');
    }
    return new Script(names[names.length - 1], text.toString());
  }

  private static String read(String name) {
    String path = FOLDER + name + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar of the driver lacks " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
