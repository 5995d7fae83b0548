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
  private static final Pattern SECRET_NAME =
      Pattern.compile("pass|pwd|secret|token|key|auth|cred|user", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLAIN_VALUE = Pattern.compile("[A-Za-z0-9._-]*");

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
          "the URL has no scheme; write for example memory: or dir:/var/spool/jobs");
    }
    int question = text.indexOf('?', colon);
    if (question >= 0 && text.indexOf('@', question) >= 0) {
      // It may be a password that was cut in two: say no more about it.
      throw new IllegalArgumentException(
          "the URL has an @ after its question mark; write ? in a password as %3F, @ in an option"
              + " as %40");
    }
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
      String name = decode("the name of an option", equals < 0 ? pair : pair.substring(0, equals));
      String value =
          equals < 0 ? "" : decode("option " + printable(name), pair.substring(equals + 1));
      if (name.isEmpty()) {
        throw new IllegalArgumentException("an option in the URL has no name");
      }
      if (options.put(name, value) != null) {
        throw new IllegalArgumentException(
            "the URL gives the option " + printable(name) + " twice");
      }
    }
    return options;
  }

  private static String decode(String what, String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          what + " in the URL has a % that is not followed by two hexadecimal digits");
    }
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

  /**
   * The URL fit for logs and messages: whatever stands before an {@code @}, and the value of every
   * option that may be a secret, is left out.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append(':').append(withoutUserInfo(address));
    char separator = '?';
    for (Map.Entry<String, String> option : options.entrySet()) {
      text.append(separator).append(printable(option.getKey())).append('=');
      text.append(isPlain(option) ? option.getValue() : "***");
      separator = '&';
    }
    return text.toString();
  }

  /** Masks up to the last at sign: a password may hold any of the characters that end one. */
  private static String withoutUserInfo(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return address;
    }
    return (address.startsWith("//") ? "//" : "") + "***" + address.substring(at);
  }

  private static boolean isPlain(Map.Entry<String, String> option) {
    return !SECRET_NAME.matcher(option.getKey()).find()
        && PLAIN_VALUE.matcher(option.getValue()).matches();
  }

  private static String printable(String name) {
    return PLAIN_VALUE.matcher(name).matches() ? name : "***";
  }
}
