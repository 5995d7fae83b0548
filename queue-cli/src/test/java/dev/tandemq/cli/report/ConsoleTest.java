package dev.tandemq.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console = new Console(out, err, true);

  @Test
  void theStatusIsClearedBeforeAnythingElse() {
    console.status("10%");
    console.message("hello");
    console.clearStatus();

    assertThat(err.toString(UTF_8)).isEqualTo(CLEAR + "10%" + CLEAR + "hello\n");
  }

  @Test
  void aStatusThatComesTooLateIsNotDrawn() {
    console.status("10%");
    console.endStatus();
    console.message("killed");
    console.status("11%");

    assertThat(err.toString(UTF_8)).isEqualTo(CLEAR + "10%" + CLEAR + "killed\n");
  }

  @Test
  void withoutStatusThereIsNothingToClear() {
    console.clearStatus();
    console.message("hello");

    assertThat(err.toString(UTF_8)).isEqualTo("hello\n");
  }

  @Test
  void troubleWithStandardOutputIsTold() {
    Console broken = new Console(new BrokenStream(), err, false);

    assertThatThrownBy(() -> broken.print(to -> to.write('x')))
        .isInstanceOf(OutputException.class)
        .hasMessage("gone");
  }

  @Test
  void troubleWithStandardErrorIsNot() {
    Console broken = new Console(out, new BrokenStream(), false);

    broken.message("hello");
  }

  private static final class BrokenStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("gone");
    }
  }
}
