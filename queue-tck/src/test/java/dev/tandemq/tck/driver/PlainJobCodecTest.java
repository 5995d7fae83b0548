package dev.tandemq.tck.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The codec that the kit lends. */
final class PlainJobCodecTest {

  private static final Job FULL =
      Job.builder()
          .id(new JobId(-1, 2))
          .queue("q")
          .type("mail")
          .payload(new byte[] {0, -1, 1})
          .priority(-3)
          .maxAttempts(7)
          .timeout(Duration.ofNanos(1))
          .delay(Duration.ofSeconds(5))
          .createdAt(Instant.parse("2026-02-03T04:05:06.123456789Z"))
          .tag("a", "ü")
          .header("h", "")
          .uniqueKey("key")
          .backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(9)))
          .build();

  private final PlainJobCodec codec = new PlainJobCodec();

  @Test
  void everyFieldComesBack() {
    Job bare = Job.builder().id(new JobId(1, 1)).queue("q").createdAt(Instant.EPOCH).build();

    assertThat(codec.decode(codec.encode(FULL))).isEqualTo(FULL);
    assertThat(codec.decode(codec.encode(bare))).isEqualTo(bare);
  }

  @Test
  void whatIsCutOffOrForeignIsCorrupt() {
    byte[] bytes = codec.encode(FULL);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(CorruptJobException.class);
    }
    assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(CorruptJobException.class);
    assertThatThrownBy(() -> codec.decode(new byte[100])).isInstanceOf(CorruptJobException.class);
  }
}
