package dev.tandemq.cli;

import dev.tandemq.cli.run.FailedLines;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file named by {@code --failed-to}, opened before anything else happens. */
final class FailedFile {

  private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

  private FailedFile() {}

  /**
   * Opens the file; what it holds is still there.
   *
   * @param name what was typed; null means that there shall be none
   * @throws IllegalArgumentException when it cannot be written, or is our input
   */
  static Optional<FailedLines> open(@Nullable String name, boolean nulSeparated) {
    if (name == null) {
      return Optional.empty();
    }
    try {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("--failed-to is empty; it names a file");
      }
      Path file = Path.of(name);
      if (isInput(file)) {
        throw new IllegalArgumentException(
            "--failed-to "
                + name
                + " is the input as well, and would be emptied before it is read; name another"
                + " file");
      }
      return Optional.of(FailedLines.open(file, nulSeparated));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("cannot write to --failed-to " + name + ": " + reason(e));
    }
  }

  private static boolean isInput(Path file) {
    try {
      return Files.isRegularFile(file) && Files.isSameFile(file, STANDARD_INPUT);
    } catch (IOException e) {
      return false; // Standard input is no file, or this system does not tell.
    }
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    return e instanceof AccessDeniedException ? "permission denied" : reasonOf(e);
  }

  /** The system's own words come behind the name of the file, which the message has already. */
  private static String reasonOf(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(message.lastIndexOf(": ") + 1).strip();
  }
}
