package dev.tandemq.redis.jobs;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.job.JobId;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the scripts of the store, one round trip each. Safe for concurrent use. */
final class JobCalls {

  private static final String FOLDER = "jobs/";

  private final RedisLink link;
  private final List<String> keys;

  JobCalls(RedisLink link) {
    this.link = link;
    this.keys = List.of(link.key("j", ""));
  }

  /** A script that the server refuses when its memory is full, before it changes anything. */
  static Script growing(String name) {
    return script(List.of("common", "record", "lines"), name);
  }

  /** A script that also runs when the memory of the server is full. */
  static Script script(String... parts) {
    return script(List.of("anyway", "common", "record", "lines", "arrows", "ends"), parts);
  }

  /** A script that looks at queues and not at jobs. */
  static Script looking(String name) {
    return script(List.of("anyway", "common", "lines"), name);
  }

  private static Script script(List<String> shared, String... parts) {
    return Script.of(
        Stream.concat(shared.stream(), Arrays.stream(parts))
            .map(FOLDER::concat)
            .toArray(String[]::new));
  }

  /** Runs a script that changes nothing of single jobs. */
  <T extends @Nullable Object> CompletionStage<T> run(
      Script script, Args args, Function<Reply, T> read) {
    return run(script, args, List.of(), read);
  }

  /**
   * Runs a script.
   *
   * @param ids whose fate is unknown when the answer is lost
   */
  <T extends @Nullable Object> CompletionStage<T> run(
      Script script, Args args, List<JobId> ids, Function<Reply, T> read) {
    return link.run(script, keys, args.list())
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                throw named(failure, ids);
              }
              return read.apply(new Reply(script.name(), answer));
            });
  }

  private static CompletionException named(Throwable failure, List<JobId> ids) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof OutcomeUnknownException unknown && unknown.ids().isEmpty()) {
      cause =
          new OutcomeUnknownException(
              String.valueOf(unknown.getMessage()), ids, unknown.getCause());
    }
    return new CompletionException(cause);
  }
}
