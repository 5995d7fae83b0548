package dev.tandemq.runs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tandemq.redis.RedisDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which script of the driver a request runs: by the text that the server was given of it. Safe for
 * concurrent use.
 */
final class ScriptNames {

  private static final List<String> JOBS =
      List.of(
          "put", "turn", "extend", "sweep", "prune", "peek", "queues", "stats", "find", "pause",
          "bound", "cancel", "clear", "remove", "requeue", "list", "unique");

  private static final List<String> ROLES =
      List.of(
          "join",
          "renew",
          "leave",
          "nodes",
          "try-lead",
          "resign",
          "leader",
          "try-lock",
          "unlock",
          "extend",
          "locks");

  private record Known(String name, String text) {}

  private final List<Known> all = new ArrayList<>();
  private final Map<String, String> bySha = new ConcurrentHashMap<>();

  ScriptNames() {
    JOBS.forEach(name -> all.add(known("jobs/" + name)));
    ROLES.forEach(name -> all.add(known("roles/" + name)));
  }

  private static Known known(String name) {
    try (InputStream in = RedisDriver.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("the driver has no script " + name);
      }
      return new Known(name, new String(in.readAllBytes(), ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes note of a script that is being given to the server. */
  void learn(Resp request) {
    if (request.part(0).equalsIgnoreCase("SCRIPT") && request.part(1).equalsIgnoreCase("LOAD")) {
      String text = request.part(2);
      // The last one: what is asked is at the end, what it shares with others before.
      all.stream()
          .filter(script -> text.contains(script.text()))
          .max((a, b) -> text.indexOf(a.text()) - text.indexOf(b.text()))
          .ifPresent(script -> bySha.put(sha(text), script.name()));
    }
  }

  private static String sha(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(ISO_8859_1));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@code jobs/put}; the command itself for what is no script. Asked after the answer came. */
  String of(Resp request) {
    String command = request.part(0).toUpperCase(Locale.ROOT);
    return command.equals("EVALSHA")
        ? bySha.getOrDefault(request.part(1), "(scripts/of the library)")
        : command;
  }
}
