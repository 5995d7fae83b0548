package dev.tandemq.cli;

import dev.tandemq.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which failed jobs are meant: some by their ids, or all of a queue. */
final class FailedChoice {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "NAME",
      description = "Name of the queue; together with --all.")
  @Nullable String queue;

  @Option(names = "--all", description = "All failed jobs of the queue.")
  boolean all;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Ids of failed jobs, of whatever queue.")
  List<String> ids = new ArrayList<>();

  /** The ids, each once; a usage error when one of them is none. */
  List<JobId> checkedIds() {
    return Typed.ids(spec, ids);
  }

  /**
   * The queue whose jobs are meant, all of them; empty when it is those with the ids.
   *
   * @throws picocli.CommandLine.ParameterException when it is neither or both
   */
  Optional<String> queueOfAll() {
    if (ids.isEmpty() && !all) {
      throw Typed.wrong(spec, "no ID given; name jobs, or all of a queue by -q NAME --all");
    }
    if (!ids.isEmpty() && (all || queue != null)) {
      throw Typed.wrong(
          spec, "name jobs by their ids, or all of a queue by -q NAME --all, not both");
    }
    if (all && queue == null) {
      throw Typed.wrong(spec, "--all of which queue? Name it by -q NAME");
    }
    Optional<String> name = Optional.ofNullable(queue);
    name.ifPresent(one -> Typed.checkName(spec, "queue", one));
    return name;
  }
}
