package dev.tandemq.architecture;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The library jars are modules, and their descriptors say what the class path does. */
@Tag("once")
final class ModuleDescriptorsTest {
  private static final String API = "dev.tandemq.api";
  private static final String ENGINE = "dev.tandemq.engine";
  private static final String MEMORY = "dev.tandemq.memory";
  private static final String TIME = "dev.tandemq.tck.time";
  private static final String TEST = "dev.tandemq.test";
  private static final String FAULT = "dev.tandemq.fault";
  private static final String HISTORY = "dev.tandemq.history";
  private static final String SIM = "dev.tandemq.sim";
  private static final String REDIS = "dev.tandemq.redis";

  private final ModuleFinder classPath = ModuleFinder.of(classPath());
  private final Map<String, ModuleReference> ours =
      classPath.findAll().stream()
          .filter(module -> !module.descriptor().isAutomatic())
          .filter(module -> module.descriptor().name().startsWith("dev.tandemq."))
          .collect(toMap(module -> module.descriptor().name(), module -> module));

  @Test
  void everyLibraryJarHoldsADescriptor() {
    assertThat(ours)
        .as("jars with a module-info.class")
        .containsOnlyKeys(API, ENGINE, MEMORY, TIME, TEST, FAULT, HISTORY, SIM, REDIS);
  }

  @Test
  void descriptorsOfCoreAndDriversPointAtTheApiOnly() {
    assertThat(requiredOfOurs(API)).isEmpty();
    assertThat(requiredOfOurs(ENGINE)).containsExactly(API);
    assertThat(requiredOfOurs(MEMORY)).containsExactly(API);
    assertThat(requiredOfOurs(TIME)).containsExactly(API);
    assertThat(requiredOfOurs(FAULT)).containsExactly(API);
    assertThat(requiredOfOurs(HISTORY)).containsExactly(API);
    assertThat(requiredOfOurs(REDIS)).containsExactly(API);
  }

  @Test
  void theModulesResolveTogether() {
    // Fails when one is missing and when a package lies in two modules.
    Configuration resolved =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(), classPath, Set.of(API, ENGINE, MEMORY, TIME, TEST));

    assertThat(resolved.modules())
        .extracting(ResolvedModule::name)
        .contains(API, ENGINE, MEMORY, TIME, TEST);
  }

  @Test
  void serviceFilesAndDescriptorsNameTheSameProviders() {
    assertThat(ours.values())
        .allSatisfy(
            module -> {
              for (Provides provides : module.descriptor().provides()) {
                assertThat(serviceFile(module, provides.service()))
                    .as("%s in %s", provides.service(), module.descriptor().name())
                    .containsExactlyInAnyOrderElementsOf(provides.providers());
              }
            });
    assertThat(descriptor(MEMORY).provides()).as("what %s provides", MEMORY).isNotEmpty();
  }

  private ModuleDescriptor descriptor(String name) {
    return requireNonNull(ours.get(name), name).descriptor();
  }

  private List<String> requiredOfOurs(String name) {
    return descriptor(name).requires().stream()
        .map(ModuleDescriptor.Requires::name)
        .filter(required -> required.startsWith("dev.tandemq."))
        .toList();
  }

  private static List<String> serviceFile(ModuleReference module, String service) {
    try (ModuleReader reader = module.open();
        InputStream file = reader.open("META-INF/services/" + service).orElseThrow()) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path[] classPath() {
    String entries = System.getProperty("java.class.path");
    return Arrays.stream(entries.split(Pattern.quote(File.pathSeparator)))
        .map(Path::of)
        .toArray(Path[]::new);
  }
}
