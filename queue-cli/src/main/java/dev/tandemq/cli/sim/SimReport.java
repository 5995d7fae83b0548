package dev.tandemq.cli.sim;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.report.Amounts;
import dev.tandemq.cli.report.Table;
import dev.tandemq.history.Verdict;
import dev.tandemq.history.VerdictTable;
import dev.tandemq.sim.CampaignReport;
import dev.tandemq.sim.SeedReport;
import dev.tandemq.sim.SimSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a simulation, as text and as JSON.
 *
 * @param settings what each world was made of
 * @param report what came of all
 */
public record SimReport(SimSettings settings, CampaignReport report) {

  /** Tables of faults and verdicts, the stories of what failed, and one line that sums it up. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(faults()).append('\n').append(VerdictTable.of(report.verdicts())).append('\n');
    for (SeedReport failure : report.failures()) {
      text.append("seed ").append(failure.seed()).append(" FAILED\n");
      text.append(failure.trouble()).append("\n");
      text.append("replay: tandem sim --seed ").append(failure.seed()).append(options());
      text.append("\n\n");
    }
    return text.append(sum()).append('\n').toString();
  }

  /** What a replay needs besides the seed, where it is not the default. */
  private String options() {
    SimSettings standard = SimSettings.STANDARD;
    StringBuilder options = new StringBuilder();
    if (settings.nodes() != standard.nodes()) {
      options.append(" --nodes ").append(settings.nodes());
    }
    if (settings.jobs() != standard.jobs()) {
      options.append(" --jobs ").append(settings.jobs());
    }
    if (!settings.time().equals(standard.time())) {
      options.append(" --time ").append(settings.time());
    }
    return options.toString();
  }

  private String sum() {
    return String.format(
        Locale.ROOT,
        "%,d %s: %,d green, %,d failed in %s, %,.0f seeds/min; %d nodes, %d jobs, %s of faults;"
            + " %,d steps a seed",
        report.seeds(),
        report.seeds() == 1 ? "seed" : "seeds",
        report.seeds() - report.failed(),
        report.failed(),
        Amounts.elapsed(report.elapsed()),
        report.seedsPerMinute(),
        settings.nodes(),
        settings.jobs(),
        Amounts.elapsed(settings.time()),
        report.steps() / Math.max(1, report.seeds()));
  }

  private String faults() {
    List<List<String>> rows = new ArrayList<>();
    report
        .faults()
        .forEach(
            (kind, count) ->
                rows.add(
                    List.of(
                        kind,
                        whole(count),
                        String.format(
                            Locale.ROOT, "%.1f", (double) count / Math.max(1, report.seeds())))));
    return Table.of(List.of("fault", "times", "a seed"), rows);
  }

  private static String whole(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** The whole as one object. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seeds", report.seeds());
    json.writeNumberField("failed", report.failed());
    json.writeNumberField("nodes", settings.nodes());
    json.writeNumberField("jobs", settings.jobs());
    json.writeNumberField("timeMs", settings.time().toMillis());
    json.writeNumberField("elapsedMs", report.elapsed().toMillis());
    json.writeNumberField("seedsPerMinute", Math.round(report.seedsPerMinute()));
    json.writeNumberField("steps", report.steps());
    json.writeObjectFieldStart("faults");
    for (var fault : report.faults().entrySet()) {
      json.writeNumberField(fault.getKey(), fault.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("verdicts");
    for (Verdict verdict : report.verdicts()) {
      CheckReport.write(json, verdict);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("failures");
    for (SeedReport failure : report.failures()) {
      writeSeed(json, failure);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** One seed as one object. */
  public static void writeSeed(JsonGenerator json, SeedReport seed) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seed", seed.seed());
    json.writeBooleanField("green", seed.isGreen());
    json.writeNumberField("steps", seed.steps());
    json.writeFieldName("trouble");
    if (seed.isGreen()) {
      json.writeNull();
    } else {
      json.writeString(seed.trouble());
    }
    json.writeEndObject();
  }
}
