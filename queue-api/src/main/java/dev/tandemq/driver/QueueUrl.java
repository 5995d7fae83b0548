package dev.tandemq.driver;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a store is: {@code scheme:address?option=value&option=value}. The scheme is in lower case,
 * the address is what stands between the scheme's colon and the question mark, as it was written.
 * {@link #toString} never shows a password.
 */
public final class QueueUrl {

  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");
  private static final Pattern PASSWORD = Pattern.compile("(//[^/@]*?):[^/]*@");
  private static final Pattern SECRET_OPTION = Pattern.compile(".*(pass|secret|token|key).*");

  private final String scheme;
  private final String address;
  private final Map<String, String> options;

  private QueueUrl(String scheme, String address, Map<String, String> options) {
    this.scheme = scheme;
    this.address = address;
    this.options = Collections.unmodifiableMap(options);
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException when there is no scheme, an option has no name, or one is
   *     given twice; the message never repeats the address
   */
  public static QueueUrl parse(String text) {
    Objects.requireNonNull(text, "url");
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!SCHEME.matcher(scheme).matches()) {
      throw new IllegalArgumentException(
          "the URL has no scheme; write for example memory: or redis://host:6379/0");
    }
    int question = text.indexOf('?', colon);
    String address = text.substring(colon + 1, question < 0 ? text.length() : question);
    Map<String, String> options =
        question < 0 ? new TreeMap<>() : parseOptions(text.substring(question + 1));
    return new QueueUrl(scheme, address, options);
  }

  private static Map<String, String> parseOptions(String query) {
    Map<String, String> options = new TreeMap<>();
    if (query.isEmpty()) {
      return options;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (name.isEmpty()) {
        throw new IllegalArgumentException("an option in the URL has no name");
      }
      if (options.put(name, value) != null) {
        throw new IllegalArgumentException("the URL gives the option " + name + " twice");
      }
    }
    return options;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The scheme, in lower case and without its colon. */
  public String scheme() {
    return scheme;
  }

  /** What stands between the scheme's colon and the options; may hold a password. */
  public String address() {
    return address;
  }

  /** The options by name, in order of their names. */
  public Map<String, String> options() {
    return options;
  }

  /** The value of an option, if it was given. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueueUrl url
        && scheme.equals(url.scheme)
        && address.equals(url.address)
        && options.equals(url.options);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, address, options);
  }

  /** The URL without its secrets, fit for logs and messages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append(':');
    text.append(PASSWORD.matcher(address).replaceAll("$1:***@"));
    char separator = '?';
    for (Map.Entry<String, String> option : options.entrySet()) {
      boolean secret = SECRET_OPTION.matcher(option.getKey().toLowerCase(Locale.ROOT)).matches();
      text.append(separator).append(option.getKey()).append('=');
      text.append(secret ? "***" : option.getValue());
      separator = '&';
    }
    return text.toString();
  }
}
