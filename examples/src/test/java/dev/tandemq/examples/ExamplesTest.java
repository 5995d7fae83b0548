package dev.tandemq.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class ExamplesTest {

  @FunctionalInterface
  private interface Program {

    void main(String[] args) throws Exception;
  }

  @Test
  void pushAndPop() throws Exception {
    assertThat(outputOf(PushAndPop::main)).isEqualTo("took order 4711\nleft: 0\n");
  }

  private static String outputOf(Program program) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      program.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
