package dev.tandemq.sim;

import dev.tandemq.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Adds up the reports of many seeds. Safe for concurrent use. */
final class CampaignSums {

  private final int mostFailures;

  // Guarded by this.
  private long seeds;
  private long failed;
  private long steps;
  private final Map<String, Long> faults = new LinkedHashMap<>();
  private final Map<String, Verdict> verdicts = new TreeMap<>();
  private final List<SeedReport> failures = new ArrayList<>();

  CampaignSums(int mostFailures) {
    this.mostFailures = mostFailures;
  }

  /** Adds a seed; false when it is enough. */
  synchronized boolean add(SeedReport report, Consumer<SeedReport> progress) {
    seeds++;
    steps += report.steps();
    report.faults().forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    report
        .verdicts()
        .forEach(verdict -> verdicts.merge(verdict.invariant(), verdict, CampaignSums::sum));
    if (!report.isGreen()) {
      failed++;
      if (failures.size() < mostFailures) {
        failures.add(report);
      }
    }
    progress.accept(report);
    return failed < mostFailures;
  }

  private static Verdict sum(Verdict one, Verdict other) {
    return new Verdict(
        one.invariant(),
        one.title(),
        one.checked() + other.checked(),
        one.violations() + other.violations(),
        one.example().isEmpty() ? other.example() : one.example());
  }

  /** Something that is no seed's went wrong. */
  synchronized void broken(Throwable thrown) {
    failed++;
    failures.add(SeedReport.broken(0, thrown));
  }

  synchronized CampaignReport report(Duration elapsed) {
    return new CampaignReport(
        seeds, failed, steps, elapsed, faults, List.copyOf(verdicts.values()), failures);
  }
}
