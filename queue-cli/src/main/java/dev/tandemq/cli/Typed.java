package dev.tandemq.cli;

import dev.tandemq.job.JobId;
import dev.tandemq.job.Names;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of what was typed that several commands share; what is wrong is a usage error. */
final class Typed {

  private Typed() {}

  /** A usage error of the command. */
  static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Refuses a number below 1 or above the most. */
  static void checkRange(CommandSpec spec, String option, long value, long most) {
    if (value < 1 || value > most) {
      throw wrong(spec, option + " is " + value + "; it ranges from 1 to " + most);
    }
  }

  /** Refuses what is no name as of {@link Names}. */
  static void checkName(CommandSpec spec, String field, String name) {
    try {
      Names.check(field, name);
    } catch (IllegalArgumentException e) {
      throw wrong(spec, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Ids of jobs, each once. Not read by a converter: of several arguments the parser takes one that
   * cannot be converted for something else.
   */
  static List<JobId> ids(CommandSpec spec, List<String> texts) {
    try {
      return texts.stream().map(JobId::parse).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw wrong(spec, String.valueOf(e.getMessage()));
    }
  }

  /** So many jobs, in words. */
  static String jobs(int count) {
    return count == 1 ? "1 job" : count + " jobs";
  }
}
