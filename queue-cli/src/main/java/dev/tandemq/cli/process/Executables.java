package dev.tandemq.cli.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks commands up the way a shell does. */
public final class Executables {

  private static final String DEFAULT_PATH = "/usr/local/bin:/bin:/usr/bin";

  private final String searchPath;

  private Executables(String searchPath) {
    this.searchPath = searchPath;
  }

  /** Those on the PATH of this process. */
  public static Executables onPath() {
    String path = System.getenv("PATH");
    return new Executables(path == null ? DEFAULT_PATH : path);
  }

  /** Those in the given folders, separated by colons. */
  static Executables in(String searchPath) {
    return new Executables(searchPath);
  }

  /**
   * Why a command cannot be run; empty when it can.
   *
   * @param command a name to be searched for, or a path when it holds a slash
   */
  public Optional<String> problemOf(String command) {
    try {
      if (command.contains("/")) {
        return problemOf(command, Path.of(command));
      }
      return problemOfName(command);
    } catch (InvalidPathException e) {
      // A name that this Java cannot even spell, for lack of a UTF-8 locale: the start will tell.
      return Optional.empty();
    }
  }

  private static Optional<String> problemOf(String command, Path path) {
    if (!Files.exists(path)) {
      return Optional.of("command not found: " + command);
    }
    return isCommand(path) ? Optional.empty() : Optional.of("command not executable: " + command);
  }

  private Optional<String> problemOfName(String name) {
    if (find(name).isPresent()) {
      return Optional.empty();
    }
    boolean isThere = candidates(name).anyMatch(Files::isRegularFile);
    return Optional.of((isThere ? "command not executable: " : "command not found: ") + name);
  }

  /** Where a name leads to, if it leads to something that can be run. */
  public Optional<Path> find(String name) {
    return candidates(name).filter(Executables::isCommand).findFirst();
  }

  private Stream<Path> candidates(String name) {
    return name.isEmpty()
        ? Stream.empty()
        : Stream.of(searchPath.split(":", -1)).map(folder -> Path.of(folder).resolve(name));
  }

  private static boolean isCommand(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
