package dev.tandemq.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.bench.BenchResult.Latency;
import dev.tandemq.cli.bench.BenchResult.Throughput;
import dev.tandemq.cli.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, beside the machine that it was measured on.
 *
 * @param store the URL, without secrets
 * @param machine the facts without which a number means little
 */
public record BenchReport(String store, Machine machine, BenchResult result) {

  private static final List<String> THROUGHPUT =
      List.of("slots", "jobs/s", "lowest", "highest", "jobs");
  private static final List<String> LATENCY = List.of("p50", "p99", "p99.9", "max", "p99 by round");

  /**
   * A machine.
   *
   * @param processors how many Java sees
   * @param java version and vendor
   * @param system name and architecture of the operating system
   * @param maxHeapBytes most memory for objects
   */
  public record Machine(int processors, String java, String system, long maxHeapBytes) {

    /** This one. */
    public static Machine here() {
      return new Machine(
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          Runtime.getRuntime().maxMemory());
    }
  }

  /** For people. */
  public String text() {
    Latency latency = result.latency();
    return String.format(
            Locale.ROOT,
            "%s on %d CPUs, %s, Java %s, heap at most %,d MiB%n%n",
            store,
            machine.processors(),
            machine.system(),
            machine.java(),
            machine.maxHeapBytes() >> 20)
        + "Whole jobs: pushed one by one, run by a handler that does nothing, completed.\n"
        + "Median of "
        + result.throughput().get(0).rounds().size()
        + " rounds after a warm-up.\n\n"
        + Table.of(THROUGHPUT, result.throughput().stream().map(BenchReport::row).toList())
        + String.format(
            Locale.ROOT,
            "%nFrom the moment meant for a push to the start of its handler, at %,d jobs/s%s,%n"
                + "%d slots, %,d jobs.%n%n",
            latency.rate(),
            isBehind(latency)
                ? String.format(Locale.ROOT, " (reached: %,.0f)", latency.reachedRate())
                : "",
            latency.slots(),
            latency.jobs())
        + Table.of(LATENCY, List.of(row(latency)));
  }

  /** Less than that was meant, by more than the edges of rounds explain. */
  private static boolean isBehind(Latency latency) {
    return latency.reachedRate() < 0.98 * latency.rate();
  }

  private static List<String> row(Throughput measured) {
    return List.of(
        String.valueOf(measured.slots()),
        rate(measured.median()),
        rate(measured.lowest()),
        rate(measured.highest()),
        String.format(Locale.ROOT, "%,d", measured.jobs()));
  }

  private static List<String> row(Latency measured) {
    List<Duration> sorted =
        new ArrayList<>(measured.roundsP99().stream().sorted(Comparator.naturalOrder()).toList());
    return List.of(
        millis(measured.p50()),
        millis(measured.p99()),
        millis(measured.p999()),
        millis(measured.max()),
        millis(sorted.get(0)) + " to " + millis(sorted.get(sorted.size() - 1)));
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%,.0f", perSecond);
  }

  /** Three digits behind the point: a job in memory starts within less than a tenth. */
  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.3f ms", time.toNanos() / 1e6);
  }

  /** For programs: one object. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("store", store);
    json.writeNumberField("cpus", machine.processors());
    json.writeStringField("java", machine.java());
    json.writeStringField("system", machine.system());
    json.writeNumberField("maxHeapBytes", machine.maxHeapBytes());
    json.writeNumberField("elapsedMs", result.elapsed().toMillis());
    json.writeNumberField("jobs", result.jobs());
    json.writeArrayFieldStart("throughput");
    for (Throughput measured : result.throughput()) {
      write(json, measured);
    }
    json.writeEndArray();
    json.writeFieldName("pushToStart");
    write(json, result.latency());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Throughput measured) throws IOException {
    json.writeStartObject();
    json.writeNumberField("slots", measured.slots());
    json.writeNumberField("jobsPerSecond", Math.round(measured.median()));
    json.writeNumberField("lowest", Math.round(measured.lowest()));
    json.writeNumberField("highest", Math.round(measured.highest()));
    json.writeNumberField("rounds", measured.rounds().size());
    json.writeNumberField("jobs", measured.jobs());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Latency measured) throws IOException {
    json.writeStartObject();
    json.writeNumberField("slots", measured.slots());
    json.writeNumberField("jobsPerSecond", measured.rate());
    json.writeNumberField("reachedJobsPerSecond", Math.round(measured.reachedRate()));
    json.writeNumberField("jobs", measured.jobs());
    json.writeNumberField("p50Ms", inMillis(measured.p50()));
    json.writeNumberField("p99Ms", inMillis(measured.p99()));
    json.writeNumberField("p999Ms", inMillis(measured.p999()));
    json.writeNumberField("maxMs", inMillis(measured.max()));
    json.writeArrayFieldStart("roundsP99Ms");
    for (Duration round : measured.roundsP99()) {
      json.writeNumber(inMillis(round));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static double inMillis(Duration time) {
    return Math.round(time.toNanos() / 1e3) / 1e3;
  }
}
