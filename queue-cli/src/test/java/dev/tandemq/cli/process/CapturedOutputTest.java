package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CapturedOutputTest {

  @Test
  void shortOutputStaysInMemory() throws IOException {
    try (Spool spool = new Spool(1000);
        CapturedOutput output = new CapturedOutput(spool)) {
      append(output, "hello".getBytes(US_ASCII));
      output.seal();

      assertThat(output).hasToString("CapturedOutput[5 bytes, in memory]");
      assertThat(bytes(output)).asString(US_ASCII).isEqualTo("hello");
      assertThat(output.tail(2)).asString(US_ASCII).isEqualTo("lo");
    }
  }

  @Test
  void longOutputMovesToAFileUnchanged() throws IOException {
    byte[] random = new byte[CapturedOutput.MEMORY_LIMIT + 1];
    new Random(7).nextBytes(random);
    try (Spool spool = new Spool(Long.MAX_VALUE);
        CapturedOutput output = new CapturedOutput(spool)) {
      append(output, random);
      output.seal();

      assertThat(output.toString()).contains("in a file");
      assertThat(bytes(output)).isEqualTo(random);
      assertThat(output.tail(3))
          .isEqualTo(Arrays.copyOfRange(random, random.length - 3, random.length));
    }
  }

  @Test
  void theCommonMemoryIsBoundedAndGivenBack() throws IOException {
    try (Spool spool = new Spool(10)) {
      CapturedOutput first = new CapturedOutput(spool);
      CapturedOutput second = new CapturedOutput(spool);
      append(first, new byte[8]);
      append(second, new byte[8]);
      assertThat(second.toString()).contains("in a file");

      first.close();
      first.close();
      second.close();

      CapturedOutput third = new CapturedOutput(spool);
      append(third, new byte[10]);
      assertThat(third.toString()).contains("in memory");
    }
  }

  @Test
  void whatComesAfterTheSealIsDropped() throws IOException {
    try (Spool spool = new Spool(10);
        CapturedOutput output = new CapturedOutput(spool)) {
      append(output, new byte[3]);
      output.seal();
      append(output, new byte[3]);

      assertThat(output.size()).isEqualTo(3);
    }
  }

  private static void append(CapturedOutput output, byte[] bytes) throws IOException {
    int half = bytes.length / 2;
    output.append(bytes, half);
    byte[] rest = Arrays.copyOfRange(bytes, half, bytes.length);
    output.append(rest, rest.length);
  }

  private static byte[] bytes(CapturedOutput output) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    output.writeTo(copy);
    return copy.toByteArray();
  }
}
