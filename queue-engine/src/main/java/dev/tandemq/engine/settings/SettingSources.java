package dev.tandemq.engine.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.engine.discovery.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks up settings: system property, then environment, then {@code tandem.properties} of the
 * working folder, else the one at the root of the class path. Blank counts as not set. Cannot be
 * changed; the file is read once, properties and environment with each question.
 */
public final class SettingSources {

  /** Name of the file. */
  public static final String FILE = "tandem.properties";

  /**
   * What was found.
   *
   * @param text never blank; may hold a secret
   * @param source where, for people: as {@code system property tandem.heartbeat}
   */
  public record Found(String text, String source) {}

  private final Function<String, @Nullable String> properties;
  private final Function<String, @Nullable String> environment;
  private final Properties file;
  private final String fileSource;

  /**
   * Sources by hand, for tests and for programs that keep their settings elsewhere.
   *
   * @param properties the value of a name as {@code tandem.heartbeat}, or null
   * @param environment the value of a name as {@code TANDEM_HEARTBEAT}, or null
   * @param file content of the file; a name that begins with {@code tandem.} and is no setting is
   *     refused
   * @param fileSource what to call the file in messages
   * @throws IllegalArgumentException when the file holds an unknown name
   */
  public SettingSources(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment,
      Properties file,
      String fileSource) {
    this.properties = Objects.requireNonNull(properties, "properties");
    this.environment = Objects.requireNonNull(environment, "environment");
    this.file = new Properties();
    this.file.putAll(file);
    this.fileSource = Objects.requireNonNull(fileSource, "fileSource");
    checkNames();
  }

  /**
   * The sources of this process.
   *
   * @throws IllegalArgumentException when the file cannot be read or holds an unknown name
   */
  public static SettingSources ofProcess() {
    return ofProcess(Path.of(FILE), SettingSources.class.getClassLoader());
  }

  static SettingSources ofProcess(Path path, @Nullable ClassLoader classes) {
    Properties file = new Properties();
    String source = "file " + path;
    try {
      if (Files.isRegularFile(path)) {
        try (var in = Files.newBufferedReader(path)) {
          file.load(in);
        }
      } else {
        source = FILE + " on the class path";
        try (InputStream in = resource(classes)) {
          if (in != null) {
            file.load(new InputStreamReader(in, UTF_8));
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot read the settings in the " + source + ": " + e.getMessage(), e);
    }
    return new SettingSources(System::getProperty, System::getenv, file, source);
  }

  private static @Nullable InputStream resource(@Nullable ClassLoader classes) {
    return classes == null
        ? ClassLoader.getSystemResourceAsStream(FILE)
        : classes.getResourceAsStream(FILE);
  }

  private void checkNames() {
    TreeSet<String> known = new TreeSet<>(Setting.properties());
    for (String name : new TreeSet<>(file.stringPropertyNames())) {
      if (name.startsWith("tandem.") && !known.contains(name)) {
        throw new IllegalArgumentException(
            String.format(
                "the %s holds \"%s\", which is no setting; did you mean %s? There are %s",
                fileSource, name, NearestName.of(name, known), known));
      }
    }
  }

  /** What a setting is set to from outside; empty when nobody says anything. */
  public Optional<Found> find(Setting setting) {
    Objects.requireNonNull(setting, "setting");
    return found(properties.apply(setting.property()), "system property " + setting.property())
        .or(() -> found(environment.apply(setting.variable()), "variable " + setting.variable()))
        .or(() -> found(file.getProperty(setting.property()), fileSource));
  }

  private static Optional<Found> found(@Nullable String text, String source) {
    return text == null || text.isBlank()
        ? Optional.empty()
        : Optional.of(new Found(text.strip(), source));
  }

  /** A setting that is text. */
  public Optional<String> text(Setting setting) {
    return find(setting).map(Found::text);
  }

  /**
   * A setting that is a duration: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h} or ISO-8601.
   *
   * @throws IllegalArgumentException when it is not; names the setting and where it was said
   */
  public Optional<Duration> duration(Setting setting) {
    return find(setting).map(found -> parsed(setting, found, DurationText::parse));
  }

  /**
   * A setting that is a whole number.
   *
   * @throws IllegalArgumentException when it is not; names the setting and where it was said
   */
  public Optional<Integer> number(Setting setting) {
    return find(setting).map(found -> parsed(setting, found, SettingSources::parseNumber));
  }

  /**
   * A setting that is {@code true} or {@code false}.
   *
   * @throws IllegalArgumentException when it is neither; names the setting and where it was said
   */
  public Optional<Boolean> flag(Setting setting) {
    return find(setting).map(found -> parsed(setting, found, SettingSources::parseFlag));
  }

  private static <T> T parsed(Setting setting, Found found, Function<String, T> parser) {
    try {
      return parser.apply(found.text());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          setting.property() + ": " + e.getMessage() + " (from the " + found.source() + ")", e);
    }
  }

  private static Integer parseNumber(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
    }
  }

  private static Boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }
}
