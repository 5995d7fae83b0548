package dev.tandemq.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.history.HistoryWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A seed gives the same history again, byte for byte: in this process, in another one, on another
 * JDK.
 */
final class ReplayTest {

  private static final String FILE = "digests.txt";
  private static final int SEEDS = 12;

  @Test
  void sameSeedGivesTheSameHistory() {
    assertThat(digest(7)).isEqualTo(digest(7)).isNotEqualTo(digest(8));
  }

  @Test
  void historiesAreThoseThatWereKept() throws IOException {
    StringBuilder digests = new StringBuilder();
    for (int seed = 1; seed <= SEEDS; seed++) {
      digests.append(seed).append(' ').append(digest(seed)).append('\n');
    }
    if (Boolean.getBoolean("sim.keep")) {
      Files.writeString(Path.of("src/test/resources", FILE), digests);
      return;
    }
    assertThat(digests.toString())
        .as(
            "digests of the histories of the first seeds. When engine, memory store or simulation"
                + " were changed on purpose: mvn test -pl queue-sim -am -Dtest=ReplayTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim.keep=true. When only the JDK is"
                + " another one, something in a world does not come from its seed.")
        .isEqualTo(kept());
  }

  private static String kept() throws IOException {
    try (InputStream in = ReplayTest.class.getResourceAsStream("/" + FILE)) {
      return new String(Objects.requireNonNull(in, FILE).readAllBytes(), UTF_8);
    }
  }

  private static String digest(long seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      OutputStream bytes = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
      try (HistoryWriter writer = new HistoryWriter(bytes)) {
        assertThat(Simulation.run(seed, SimSettings.STANDARD, writer).trouble()).isEmpty();
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
