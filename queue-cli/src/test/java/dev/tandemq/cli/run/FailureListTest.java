package dev.tandemq.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FailureListTest {

  private final FailureList list = new FailureList();

  @Test
  void theFirstOfTheInputAreKeptInItsOrder() {
    for (long sequence = FailureList.MAX_JOBS + 5; sequence >= 0; sequence--) {
      list.add(job(sequence, 1));
    }

    assertThat(list.first().stream().map(FinishedJob::sequence))
        .containsExactlyElementsOf(LongStream.range(0, FailureList.MAX_JOBS).boxed().toList());
    assertThat(list.omitted()).isEqualTo(6);
  }

  @Test
  void longLinesAreFewer() {
    int megabyte = 1 << 20;
    for (long sequence = 0; sequence < 20; sequence++) {
      list.add(job(sequence, megabyte));
    }

    assertThat(list.first()).hasSize((int) (FailureList.MAX_BYTES / megabyte));
    assertThat(list.omitted()).isEqualTo(20 - FailureList.MAX_BYTES / megabyte);
  }

  private static FinishedJob job(long sequence, int size) {
    Job job =
        Job.builder()
            .id(new JobId(1, sequence))
            .queue("run")
            .createdAt(Instant.EPOCH)
            .payload(new byte[size])
            .build();
    return new FinishedJob(
        sequence,
        sequence + 1,
        Optional.of(job),
        Optional.empty(),
        false,
        1,
        OptionalInt.empty(),
        Optional.empty(),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }
}
