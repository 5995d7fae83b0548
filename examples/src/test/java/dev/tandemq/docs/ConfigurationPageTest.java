package dev.tandemq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.cluster.NodeBuilder;
import dev.tandemq.engine.event.EventBus;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.settings.Setting;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import dev.tandemq.job.Names;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import dev.tandemq.store.PageRequest;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/configuration.md says of defaults, limits, setters, flags and variables is so. */
@Tag("once")
final class ConfigurationPageTest {

  private static final Document PAGE = Checkout.document("docs/configuration.md");

  private static final List<Class<?>> CONSTANTS =
      List.of(
          Defaults.class,
          Job.class,
          JobType.class,
          Backoff.class,
          Names.class,
          Attempt.class,
          Failure.class,
          PageRequest.class,
          EventBus.class,
          Capabilities.class);

  private static final Map<String, Class<?>> SETTERS =
      Map.of(
          "Job.Builder", Job.Builder.class,
          "WorkerBuilder", WorkerBuilder.class,
          "NodeBuilder", NodeBuilder.class,
          "Queues", Queues.class,
          "Queue", Queue.class);

  private static final String COMMANDS = "queue-cli/src/main/java/dev/tandemq/cli/";

  private static final Pattern VARIABLE = Pattern.compile("getenv\\(\"(\\w+)\"\\)");

  /** Read by the launcher and by the build, not by Java. */
  private static final Map<String, String> OF_SCRIPTS =
      Map.of("TANDEM_JAVA_OPTS", "tandem", "JAVA_HOME", "tandem", "JDK25_HOME", "verify");

  @Test
  void everyConstantIsThereWithItsValue() throws IllegalAccessException {
    Map<String, String> written = new TreeMap<>();
    constantRows().forEach(row -> written.put(word(row.get(0)), row.get(1)));

    assertThat(written).isEqualTo(constants());
  }

  @Test
  void everySetterIsThere() {
    for (List<String> row : tables().get(0)) {
      String setter = word(row.get(3));
      if (!setter.equals("-")) {
        int dot = setter.lastIndexOf('.');
        Class<?> type = SETTERS.getOrDefault(setter.substring(0, dot), Object.class);
        assertThat(Arrays.stream(type.getMethods()).map(method -> method.getName()))
            .as(setter)
            .contains(setter.substring(dot + 1));
      }
    }
  }

  @Test
  void everyFlagIsThere() {
    for (List<String> row : tables().get(0)) {
      for (String flag : word(row.get(4)).split(", ")) {
        if (!flag.equals("-")) {
          String[] parts = flag.split(" ");
          String verb = parts[0].substring(0, 1).toUpperCase(Locale.ROOT) + parts[0].substring(1);
          assertThat(Checkout.read(COMMANDS + verb + "Command.java"))
              .as(flag)
              .contains("\"" + parts[1] + "\"");
        }
      }
    }
  }

  @Test
  void everyVariableThatIsReadIsThereAndNoOther() throws IOException {
    Set<String> read = new TreeSet<>(OF_SCRIPTS.keySet());
    OF_SCRIPTS.forEach((variable, script) -> assertThat(Checkout.read(script)).contains(variable));
    for (String module : Reactor.modules().keySet()) {
      Path sources = Checkout.root().resolve(module).resolve("src/main/java");
      if (Files.exists(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(file -> Checkout.read(Checkout.root().relativize(file).toString()))
              .flatMap(text -> VARIABLE.matcher(text).results())
              .forEach(found -> read.add(found.group(1)));
        }
      }
    }

    Set<String> written = new TreeSet<>();
    PAGE.table("variable").forEach(row -> written.add(word(row.get(0))));
    assertThat(written).isEqualTo(read);
  }

  @Test
  void everySettingFromOutsideIsThereAndNoOther() {
    List<List<String>> written =
        PAGE.table("property").stream()
            .map(row -> List.of(word(row.get(0)), word(row.get(1))))
            .toList();
    assertThat(written)
        .isEqualTo(
            Arrays.stream(Setting.values())
                .map(setting -> List.of(setting.property(), setting.variable()))
                .toList());
  }

  private static Stream<List<String>> constantRows() {
    return tables().stream().flatMap(List::stream);
  }

  /** Both have the same head. */
  private static List<List<List<String>>> tables() {
    return PAGE.tables("constant");
  }

  private static String word(String cell) {
    return cell.replace("`", "");
  }

  private static Map<String, String> constants() throws IllegalAccessException {
    Map<String, String> constants = new TreeMap<>();
    for (Class<?> type : CONSTANTS) {
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (Modifier.isPublic(modifiers) && Modifier.isStatic(modifiers)) {
          constants.put(type.getSimpleName() + "." + field.getName(), shown(field.get(null)));
        }
      }
    }
    return constants;
  }

  private static String shown(Object value) {
    if (value instanceof Duration time) {
      return time.toSeconds() % 86_400 == 0
          ? number(time.toDays()) + " d"
          : time.toSeconds() % 60 == 0
              ? number(time.toMinutes()) + " min"
              : number(time.toSeconds()) + " s";
    }
    return value instanceof Integer whole ? number(whole) : String.valueOf(value);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
