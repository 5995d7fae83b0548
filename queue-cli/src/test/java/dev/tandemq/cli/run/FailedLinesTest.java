package dev.tandemq.cli.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.cli.input.Line;
import dev.tandemq.cli.input.LineReader;
import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailedLinesTest {

  @TempDir Path folder;

  @Test
  void eachLineReadsBackAsItWas() throws IOException {
    for (boolean nulSeparated : new boolean[] {false, true}) {
      List<String> lines = new ArrayList<>(List.of("a", "\u00ff\u00fe", "ends\r", "\r", " x "));
      if (nulSeparated) {
        lines.add("two\nlines\n");
      } else {
        lines.add("a\0b");
      }
      Path file = folder.resolve("failed");

      try (FailedLines failed = FailedLines.open(file, nulSeparated)) {
        failed.begin();
        lines.forEach(line -> failed.add(job(line, "3", false)));
      }

      assertThat(readBack(file, nulSeparated)).isEqualTo(lines);
    }
  }

  @Test
  void whatItHeldIsKeptUntilTheBegin() throws IOException {
    Path file = folder.resolve("failed");
    Files.writeString(file, "old and long\n");

    try (FailedLines failed = FailedLines.open(file, false)) {
      assertThat(file).hasContent("old and long\n");
      failed.begin();
      failed.add(job("new", "1", false));
      assertThat(file).as("not only at the end").hasContent("new\n");
    }
  }

  @Test
  void onlyLinesThatFailedAreWritten() throws IOException {
    Path file = folder.resolve("failed");

    try (FailedLines failed = FailedLines.open(file, false)) {
      failed.add(job("completed", "1", true));
      failed.add(job("no line", "0", false));
      failed.add(job("failed", "2", false));
    }

    assertThat(file).hasContent("failed\n");
  }

  @Test
  void aFullDiskIsRemembered() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no " + full);

    try (FailedLines failed = FailedLines.open(full, false)) {
      failed.begin();
      failed.add(job("a", "1", false));
      failed.add(job("b", "2", false));

      assertThat(failed.missing()).isEqualTo(2);
      assertThat(failed.trouble()).get().extracting(Throwable::getMessage).asString().isNotEmpty();
    }
  }

  @Test
  void aFolderIsRefused() {
    assertThatThrownBy(() -> FailedLines.open(folder, false)).isInstanceOf(IOException.class);
  }

  private static List<String> readBack(Path file, boolean nulSeparated) throws IOException {
    LineReader reader =
        new LineReader(new ByteArrayInputStream(Files.readAllBytes(file)), 1000, nulSeparated);
    List<String> lines = new ArrayList<>();
    for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
      lines.add(new String(line.get().bytes(), ISO_8859_1));
    }
    return lines;
  }

  private static FinishedJob job(String line, String number, boolean isCompleted) {
    Job job =
        Job.builder()
            .id(new JobId(1, 2))
            .queue("run")
            .createdAt(Instant.EPOCH)
            .payload(line.getBytes(ISO_8859_1))
            .tag(LineTag.NAME, number)
            .build();
    return new FinishedJob(
        0,
        1,
        Optional.of(job),
        Optional.empty(),
        isCompleted,
        1,
        OptionalInt.empty(),
        Optional.empty(),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }
}
