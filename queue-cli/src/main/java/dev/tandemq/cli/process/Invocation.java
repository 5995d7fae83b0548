package dev.tandemq.cli.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One start of a command.
 *
 * @param command the command, then its arguments
 * @param input what its standard input holds; empty means that it is at its end from the start
 * @param environment variables added to those of this process
 */
public record Invocation(
    List<byte[]> command, Optional<byte[]> input, Map<String, String> environment) {

  /** Takes copies of the collections. */
  public Invocation {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
