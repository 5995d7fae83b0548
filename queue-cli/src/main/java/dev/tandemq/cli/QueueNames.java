package dev.tandemq.cli;

import dev.tandemq.cli.report.Console;
import dev.tandemq.engine.Queues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The queues that something is done to. */
final class QueueNames {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "QUEUE", description = "Names of queues.")
  List<String> names = new ArrayList<>();

  /**
   * The names, each once.
   *
   * @throws picocli.CommandLine.ParameterException when one of them is no name
   */
  List<String> checked() {
    names.forEach(name -> Typed.checkName(spec, "queue", name));
    return List.copyOf(new LinkedHashSet<>(names));
  }

  /** Tells of names that the store has never heard, which may be slips; it is no error. */
  void tellUnknown(Host host, Queues queues) {
    List<String> known = Answers.of(queues.store().queues());
    for (String name : checked()) {
      if (!known.contains(name)) {
        new Console(host.out(), host.err(), false)
            .message(
                spec.qualifiedName()
                    + ": queue "
                    + name
                    + " has never had a job"
                    + meant(name, known));
      }
    }
  }

  private static String meant(String name, List<String> known) {
    return Suggestion.of(name, known).map(word -> "; did you mean " + word + "?").orElse("");
  }
}
