package dev.tandemq.engine.discovery;

import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.job.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The drivers at hand, and the choice of one by a URL. Immutable. Every misfit is an {@link
 * IllegalArgumentException} that lists what was found.
 */
public final class Drivers {

  /** The option that every driver knows. */
  private static final String NAMESPACE = "namespace";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

  /** Beyond this many the class path is in ruins, and the search may not advance at all. */
  private static final int MAX_BROKEN = 100;

  /** A driver with what it says of itself, asked once. */
  private record Entry(QueueDriver driver, String name, Set<String> schemes, int apiVersion) {}

  private final List<Entry> drivers;
  private final List<String> broken;

  private Drivers(List<QueueDriver> found, List<String> unloadable) {
    List<Entry> entries = new ArrayList<>();
    List<String> failed = new ArrayList<>(unloadable);
    for (QueueDriver driver : found) {
      try {
        entries.add(
            new Entry(driver, driver.name(), new TreeSet<>(driver.schemes()), driver.apiVersion()));
      } catch (RuntimeException | LinkageError e) {
        failed.add(driver.getClass().getName() + ": " + e);
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    this.drivers = List.copyOf(entries);
    this.broken = List.copyOf(failed);
  }

  /** These drivers and no others. */
  public static Drivers of(List<QueueDriver> drivers) {
    return new Drivers(drivers, List.of());
  }

  /**
   * What the class path or module path holds. A driver that cannot be loaded hides no other; it is
   * named when no driver fits.
   */
  public static Drivers installed() {
    return installed(QueueDriver.class.getClassLoader());
  }

  /**
   * What a class loader and its parents hold: for programs that learn only when they run which
   * driver's JAR they need. As {@link #installed()} otherwise.
   */
  public static Drivers installed(ClassLoader classes) {
    Objects.requireNonNull(classes, "classes");
    ServiceLoader<QueueDriver> loader = ServiceLoader.load(QueueDriver.class, classes);
    List<QueueDriver> found = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    Iterator<QueueDriver> iterator = loader.iterator();
    while (true) {
      try {
        if (!iterator.hasNext()) {
          return new Drivers(found, broken);
        }
        found.add(iterator.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        broken.add(e.toString());
        if (broken.size() == MAX_BROKEN) {
          return new Drivers(found, broken);
        }
      }
    }
  }

  /** The drivers, sorted by name. */
  public List<QueueDriver> all() {
    return drivers.stream().map(Entry::driver).toList();
  }

  /** What could not be loaded or asked, one line each with the reason; empty when all is well. */
  public List<String> broken() {
    return broken;
  }

  /** The one driver for the scheme of the URL, its API version and the URL's options checked. */
  public QueueDriver choose(QueueUrl url) {
    List<Entry> fitting =
        drivers.stream().filter(entry -> entry.schemes().contains(url.scheme())).toList();
    if (fitting.isEmpty()) {
      throw new IllegalArgumentException(
          "no driver for \"" + url.scheme() + ":\"; " + found() + "; add the driver's JAR");
    }
    if (fitting.size() > 1) {
      throw new IllegalArgumentException(
          fitting.stream()
              .map(entry -> entry.driver().getClass().getName())
              .collect(
                  Collectors.joining(
                      " and ",
                      "several drivers answer to \"" + url.scheme() + ":\": ",
                      "; remove all but one from the class path")));
    }
    Entry chosen = fitting.get(0);
    if (chosen.apiVersion() != QueueDriver.API_VERSION) {
      throw new IllegalArgumentException(
          String.format(
              "driver %s speaks version %d of the driver API, this release version %d;"
                  + " take the driver's JAR of this release",
              chosen.name(), chosen.apiVersion(), QueueDriver.API_VERSION));
    }
    checkOptions(url, chosen.driver());
    return chosen.driver();
  }

  private String found() {
    String names =
        drivers.stream()
            .map(entry -> entry.name() + " " + entry.schemes())
            .collect(Collectors.joining(", "));
    String text = "found " + (names.isEmpty() ? "no driver at all" : names);
    return broken.isEmpty() ? text : text + "; could not load " + String.join(", ", broken);
  }

  private static void checkOptions(QueueUrl url, QueueDriver driver) {
    TreeSet<String> known = new TreeSet<>(driver.options());
    known.add(NAMESPACE);
    for (String option : url.options().keySet()) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            String.format(
                "driver %s knows no option \"%s\"; did you mean %s? It knows %s",
                driver.name(), printable(option), NearestName.of(option, known), known));
      }
    }
    url.option(NAMESPACE).ifPresent(name -> Names.check(NAMESPACE, name));
  }

  /** What is no name may hold anything, a line break too. */
  private static String printable(String option) {
    return PLAIN.matcher(option).matches() ? option : "***";
  }
}
