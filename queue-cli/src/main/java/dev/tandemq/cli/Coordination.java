package dev.tandemq.cli;

import dev.tandemq.driver.Capability;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.engine.settings.Setting;
import dev.tandemq.engine.settings.SettingSources;
import dev.tandemq.error.QueueForbiddenException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says where the coordination is, beside {@link Connection} for the jobs. */
final class Coordination {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--cluster",
      paramLabel = "URL",
      description = {
        "Where the coordination is, when it is elsewhere than the jobs; @FILE as for --url.",
        "Default: $TANDEM_CLUSTER, else tandem.properties, else where the jobs are."
      })
  @Nullable String given;

  private Optional<String> resolved = Optional.empty();
  private boolean isResolved;

  /** What was said, secrets and all; empty when it is where the jobs are. Resolved once. */
  Optional<String> url() {
    if (!isResolved) {
      resolved =
          Optional.ofNullable(given)
              .or(this::outside)
              .filter(text -> !text.isEmpty())
              .map(text -> Connection.withoutFile(spec, text));
      isResolved = true;
    }
    return resolved;
  }

  private Optional<String> outside() {
    try {
      return SettingSources.ofProcess().text(Setting.CLUSTER);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether there is a cluster: one was named, or the place of the jobs holds one together. */
  boolean isThere(Connection jobs) {
    return url().isPresent() || jobs.driver(jobs.url()) instanceof ClusterDriver;
  }

  /**
   * The driver for the coordination.
   *
   * @throws ParameterException when the URL makes no sense, or names what dies with its process
   * @throws QueueForbiddenException when no cluster can be there
   */
  ClusterDriver driver(Connection jobs) {
    String url = url().orElse(jobs.url());
    QueueDriver driver = jobs.driver(url);
    String scheme = QueueUrl.parse(url).scheme();
    if (driver.capabilities().has(Capability.LOCAL)) {
      throw Typed.wrong(spec, Connection.localInWords(scheme));
    }
    if (driver instanceof ClusterDriver fitting) {
      return fitting;
    }
    throw new QueueForbiddenException(
        "no cluster: \""
            + scheme
            + ":\" keeps jobs and cannot hold nodes together; name one that can by --cluster",
        null);
  }

  /** Opens the cluster to look at it; no node joins. */
  OpenCluster open(Connection jobs) {
    EngineLog.oursOnly(jobs.debug);
    ClusterDriver driver = driver(jobs);
    QueueUrl url = QueueUrl.parse(url().orElse(jobs.url()));
    ThreadedContext context = new ThreadedContext();
    try {
      return new OpenCluster(
          context, driver.openCluster(url, new DriverContext(context, new JacksonJobCodec())));
    } catch (IllegalArgumentException e) {
      context.close();
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
  }
}
