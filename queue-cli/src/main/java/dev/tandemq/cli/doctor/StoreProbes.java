package dev.tandemq.cli.doctor;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The probes that look at drivers and at the store. */
final class StoreProbes {

  /** Clocks of machines that are kept in step differ by less. */
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  private static final Map<Capability, String> LACKS = lacks();

  private StoreProbes() {}

  /** What somebody misses whose store has not the capability. */
  private static Map<Capability, String> lacks() {
    Map<Capability, String> lacks = new EnumMap<>(Capability.class);
    lacks.put(Capability.PRIORITY, "priorities are not honoured");
    lacks.put(Capability.FIFO, "jobs start in any order");
    lacks.put(Capability.ATOMIC_BATCH, "a batch may be stored in part");
    lacks.put(Capability.UNIQUE_KEY, "unique keys are refused");
    lacks.put(Capability.LIST, "jobs cannot be listed");
    return lacks;
  }

  // ---- before it is open

  static Finding drivers(Target target) {
    Drivers drivers = target.drivers().get();
    List<String> broken = new ArrayList<>(drivers.broken());
    List<String> names = new ArrayList<>();
    for (QueueDriver driver : drivers.all()) {
      if (driver.apiVersion() == QueueDriver.API_VERSION) {
        names.add(driver.name());
      } else {
        broken.add(
            driver.name()
                + " speaks version "
                + driver.apiVersion()
                + " of the driver API, this release version "
                + QueueDriver.API_VERSION);
      }
    }
    String found = names.isEmpty() ? "none that works" : String.join(", ", names);
    String advice = "take the drivers' JARs of this release, with what they need, or none";
    if (!broken.isEmpty()) {
      String all = found + "; broken: " + String.join("; ", broken);
      return names.isEmpty() ? Finding.failed(all, advice) : Finding.warning(all, advice);
    }
    return names.isEmpty() ? Finding.failed(found, advice) : Finding.ok(found);
  }

  static Finding url(Target target) {
    try {
      QueueUrl url = QueueUrl.parse(target.url().get());
      QueueDriver driver = target.drivers().get().choose(url);
      return Finding.ok(url + ", " + target.source() + ", for driver " + driver.name());
    } catch (IllegalArgumentException e) {
      return Finding.failed(
          "the one " + target.source() + " is not understood: " + e.getMessage(),
          "give another by --url or TANDEM_URL; tandem drivers lists what can be opened");
    }
  }

  // ---- the open store

  /** What opening it came to; the store is there when it worked. */
  static final class Opening {

    private final Target target;
    private Optional<Queues> opened = Optional.empty();

    Opening(Target target) {
      this.target = target;
    }

    Finding look() {
      long start = System.nanoTime();
      try {
        Queues queues = target.open().get();
        opened = Optional.of(queues);
        List<String> names = Store.answer("queues", queues.store().queues());
        return Finding.ok(
            "open, and answered after "
                + Store.millis(System.nanoTime() - start)
                + "; "
                + names.size()
                + (names.size() == 1 ? " queue" : " queues"));
      } catch (QueueUnavailableException e) {
        return Finding.unreachable(
            String.valueOf(e.getMessage()),
            "see whether the server runs, and whether this machine reaches its port");
      } catch (IllegalArgumentException | QueueException e) {
        return Finding.failed(
            String.valueOf(e.getMessage()), "see what the message says of address and options");
      }
    }

    Optional<Queues> opened() {
      return opened;
    }
  }

  static Finding guarantees(Capabilities has) {
    List<String> words = new ArrayList<>();
    words.add(survival(has));
    if (has.has(Capability.PRIORITY)) {
      words.add("higher priority first");
    }
    if (has.has(Capability.FIFO)) {
      words.add("first in, first out");
    }
    if (has.has(Capability.ATOMIC_BATCH)) {
      words.add("a batch is stored whole or not at all");
    }
    if (has.has(Capability.UNIQUE_KEY)) {
      words.add("unique keys");
    }
    List<String> missing = new ArrayList<>();
    LACKS.forEach((capability, words1) -> addUnless(has.has(capability), missing, words1));
    addUnless(
        has.has(Capability.DURABLE) || has.has(Capability.LOCAL),
        missing,
        "jobs are lost when the server ends");
    String found = String.join("; ", words);
    return missing.isEmpty()
        ? Finding.ok(found)
        : Finding.warning(
            found + "; but " + String.join("; ", missing),
            "do without, or choose another store: tandem drivers lists what each can do");
  }

  private static String survival(Capabilities has) {
    if (has.has(Capability.DURABLE)) {
      return "jobs survive the end of the process";
    }
    return has.has(Capability.LOCAL)
        ? "jobs end with the process that pushed them"
        : "jobs survive the end of this process";
  }

  private static void addUnless(boolean isThere, List<String> words, String word) {
    if (!isThere) {
      words.add(word);
    }
  }

  static Finding roundTrip(JobStore store, InstantSource clock) throws InterruptedException {
    RoundTrip trip = new RoundTrip(store, clock);
    try {
      return Finding.ok(trip.run());
    } catch (QueueUnavailableException e) {
      return Finding.unreachable(
          String.valueOf(e.getMessage()), "see whether the server runs, and is not overloaded");
    } catch (WrongAnswerException e) {
      return Finding.failed(
          String.valueOf(e.getMessage()),
          "the store does not keep its contract: see whether driver and server fit together");
    } catch (QueueException e) {
      return Finding.failed(
          String.valueOf(e.getMessage()), "see what the message says, and the log of the server");
    }
  }

  /** Compares the moment that the store notes for a new job with ours before and after it. */
  static Finding clock(JobStore store, InstantSource clock) throws InterruptedException {
    RoundTrip trip = new RoundTrip(store, clock);
    Instant before = clock.instant();
    Optional<Instant> noted = trip.momentOfPut();
    Instant after = clock.instant();
    if (noted.isEmpty()) {
      return Finding.warning(
          "the store does not tell its time", "keep the clocks of all machines in step, as by NTP");
    }
    Duration ahead = difference(noted.get(), before, after);
    String found =
        ahead.isZero()
            ? "agrees with that of the store"
            : "that of the store is "
                + ahead.abs().toMillis()
                + " ms "
                + (ahead.isNegative() ? "behind" : "ahead");
    return ahead.abs().compareTo(CLOCK_TOLERANCE) <= 0
        ? Finding.ok(found)
        : Finding.warning(
            found,
            "set the clocks of both machines, as by NTP; delays and leases hold, but the times that"
                + " are shown differ");
  }

  private static Duration difference(Instant noted, Instant before, Instant after) {
    if (noted.isBefore(before)) {
      return Duration.between(before, noted);
    }
    return noted.isAfter(after) ? Duration.between(after, noted) : Duration.ZERO;
  }
}
