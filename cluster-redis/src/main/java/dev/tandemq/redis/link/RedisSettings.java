package dev.tandemq.redis.link;

import dev.tandemq.driver.QueueUrl;
import dev.tandemq.job.Names;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the URL says of a server: {@code redis://user:password@host:6379/0?namespace=shop}. {@code
 * rediss} is the same over TLS, checked against the certificates that this JVM trusts. No message
 * and no text of it has the password.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param database number of the database
 * @param login empty when the server asks for none
 * @param isEncrypted whether to speak TLS
 * @param namespace prefix of all keys
 * @param connectTimeout to reach the server when a connection is made
 * @param callTimeout to wait for the answer of a call that was sent
 * @param connections at most to the server, besides those that listen
 * @param allowsEviction whether a server that may throw keys away is accepted
 */
public record RedisSettings(
    String host,
    int port,
    int database,
    Optional<Login> login,
    boolean isEncrypted,
    String namespace,
    Duration connectTimeout,
    Duration callTimeout,
    int connections,
    boolean allowsEviction) {

  /** Names of the options that the driver knows, besides {@code namespace}. */
  public static final Set<String> OPTIONS =
      Set.of("connect-timeout", "call-timeout", "connections", "allow-eviction");

  /** The namespace of a URL that names none. */
  public static final String DEFAULT_NAMESPACE = "tandem";

  static final int DEFAULT_PORT = 6379;
  static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
  static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(3);
  static final int DEFAULT_CONNECTIONS = 8;
  static final int MAX_CONNECTIONS = 64;

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);
  private static final String EXAMPLE = "write for example redis://127.0.0.1:6379/0";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern SERVER =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]/]*)(?::([^:/]*))?(?:/(.*))?");

  /** Who asks. */
  record Login(Optional<String> user, String password) {

    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException for an address or an option that makes no sense; the message
   *     names the field, the value where it is no secret, and the limit
   */
  public static RedisSettings of(QueueUrl url) {
    String address = url.address();
    if (!address.startsWith("//") || address.length() == 2) {
      throw new IllegalArgumentException(url.scheme() + ": names no server; " + EXAMPLE);
    }
    int at = address.lastIndexOf('@');
    Optional<Login> login =
        at < 0 ? Optional.empty() : Optional.of(login(address.substring(2, at)));
    Matcher server = SERVER.matcher(address.substring(at < 0 ? 2 : at + 1));
    if (!server.matches() || server.group(1).isEmpty()) {
      // It may be a password without its at sign: say no more about it.
      throw new IllegalArgumentException(
          url.scheme() + ": what follows // is no host:port/database; " + EXAMPLE);
    }
    return new RedisSettings(
        server.group(1),
        server.group(2) == null ? DEFAULT_PORT : number("port", server.group(2), 1, 65_535),
        isBlank(server.group(3)) ? 0 : number("database", server.group(3), 0, 1_000_000),
        login,
        url.scheme().equals("rediss"),
        Names.check("namespace", url.option("namespace").orElse(DEFAULT_NAMESPACE)),
        duration(url, "connect-timeout", DEFAULT_CONNECT_TIMEOUT),
        duration(url, "call-timeout", DEFAULT_CALL_TIMEOUT),
        url.option("connections")
            .map(text -> number("connections", text, 1, MAX_CONNECTIONS))
            .orElse(DEFAULT_CONNECTIONS),
        url.option("allow-eviction").map(RedisSettings::truth).orElse(false));
  }

  private static boolean isBlank(@org.jspecify.annotations.Nullable String text) {
    return text == null || text.isEmpty();
  }

  private static Login login(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "the URL has a user but no password; write redis://user:password@host:6379/0, or"
              + " redis://:password@host:6379/0 for the default user");
    }
    String user = decode("user", text.substring(0, colon));
    String password = decode("password", text.substring(colon + 1));
    if (password.isEmpty()) {
      throw new IllegalArgumentException(
          "the password in the URL is empty; leave out what is before @");
    }
    return new Login(user.isEmpty() ? Optional.empty() : Optional.of(user), password);
  }

  private static String decode(String field, String text) {
    try {
      // The decoder is one for forms, where a plus is a blank; in an address it is a plus.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the " + field + " in the URL has a % that is not followed by two hexadecimal digits");
    }
  }

  private static int number(String field, String text, int min, int max) {
    if (text.matches("\\d{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    // A port or a database may be part of a password that was cut in two.
    String shown = text.matches("-?\\d{1,9}") ? text : "not a number";
    throw new IllegalArgumentException(
        field + " in the URL is " + shown + "; it is a number from " + min + " to " + max);
  }

  private static Duration duration(QueueUrl url, String name, Duration otherwise) {
    Optional<String> text = url.option(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher parts = DURATION.matcher(text.get());
    if (parts.matches()) {
      Duration value = Duration.ofMillis(Long.parseLong(parts.group(1)) * millis(parts.group(2)));
      if (value.compareTo(MIN_TIMEOUT) >= 0 && value.compareTo(MAX_TIMEOUT) <= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        name
            + " in the URL is \""
            + text.get()
            + "\"; it is a time from 10ms to 5m, as 500ms or 10s");
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      default -> 60_000;
    };
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "allow-eviction in the URL is \"" + text + "\"; it is true or false");
    };
  }

  /** The server for messages, as {@code redis://db1:6379/0}. */
  @Override
  public String toString() {
    return address() + "/" + database;
  }

  /** The server for the client library. */
  String address() {
    return (isEncrypted ? "rediss://" : "redis://") + host + ":" + port;
  }
}
