package com.example.directory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link Churn} in a Java of its own. */
final class ChurnProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final List<String> said = new ArrayList<>();

  ChurnProcess(Path folder, String mode) throws IOException {
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Churn.class.getName(),
                folder.toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Reads until it has said so many lines, then kills it as {@code kill -9} does. */
  List<String> killAfter(int lines) throws IOException, InterruptedException {
    while (said.size() < lines && read()) {}
    // By its handle: the process itself would close its output, of which the rest must be read.
    process.toHandle().destroyForcibly();
    // What it said before it died counts; half a line does not, for it was cut off in the pipe.
    while (read()) {}
    process.waitFor();
    return said;
  }

  /** Reads until it ends by itself. */
  List<String> untilItEnds() throws IOException, InterruptedException {
    while (read()) {}
    if (process.waitFor() != 0) {
      throw new AssertionError("the process failed, see its standard error");
    }
    return said;
  }

  private boolean read() throws IOException {
    String line = output.readLine();
    if (line == null) {
      return false;
    }
    said.add(line);
    return true;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
