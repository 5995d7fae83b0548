package dev.tandemq.cli.run;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the standard streams of this process are connected to. */
public final class OpenFiles {

  private OpenFiles() {}

  /** Whether a stream is a terminal: 0 for input, 1 for output, 2 for errors. */
  public static boolean isTerminal(int number) {
    return target(number)
        .map(
            target ->
                target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console"))
        .orElseGet(() -> testSaysTerminal(number));
  }

  /** Whether a stream is a pipe or a socket; false where that cannot be told. */
  public static boolean isPipe(int number) {
    return target(number)
        .map(target -> target.startsWith("pipe:") || target.startsWith("socket:"))
        .orElse(false);
  }

  private static Optional<String> target(int number) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Where there is no /proc the shell knows. */
  private static boolean testSaysTerminal(int number) {
    try {
      return new ProcessBuilder("/bin/sh", "-c", "test -t " + number)
              .redirectInput(Redirect.INHERIT)
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
