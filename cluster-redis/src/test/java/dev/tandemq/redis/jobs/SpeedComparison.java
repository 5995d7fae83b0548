package dev.tandemq.redis.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How much of what the scripts can do reaches four clients of the store: whole cycles (put, claim,
 * complete) in batches of 64, against the same scripts driven by {@code redis-benchmark} on four
 * connections, in turn, on one server with {@code appendfsync everysec}. At least 40 % is promised.
 *
 * <p>A benchmark, and no test that runs by itself: its name is none that the build looks for. It
 * needs {@code redis-server} and {@code redis-benchmark} on the path, and a quiet machine; {@code
 * docs/backends.md} has the command and figures.
 */
final class SpeedComparison {

  private static final int CLIENTS = 4;
  private static final int BATCH = 64;
  private static final int PAYLOAD_BYTES = 200;
  private static final int ROUNDS = 5;
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final long WARM_UP_CYCLES = 500_000;
  private static final double PROMISED = 0.4;

  @Test
  @Timeout(600)
  void fourClientsReachTheirShareOfWhatTheToolReaches() {
    List<SpeedRound> tool = new ArrayList<>();
    List<SpeedRound> clients = new ArrayList<>();
    try (SpeedServer server = new SpeedServer();
        SpeedClients ours = new SpeedClients(server, CLIENTS, BATCH, PAYLOAD_BYTES)) {
      SpeedTool theirs = new SpeedTool(server, CLIENTS, BATCH, ours.bodyBytes());
      // Warms up, and fills what is remembered of settled claims, as on a server that runs for
      // long.
      for (long cycles = 0, run = 0; cycles < WARM_UP_CYCLES && run < ROUNDS; run++) {
        cycles += ours.run(TIME.multipliedBy(2)).cycles();
      }
      int calls = callsIn(theirs, TIME.multipliedBy(2));
      for (int round = 1; round <= ROUNDS; round++) {
        tool.add(theirs.run(calls));
        clients.add(ours.run(TIME));
        say("round " + round + " tool   ", tool.get(round - 1));
        say("round " + round + " clients", clients.get(round - 1));
      }
      theirs.close();
    }
    say("cycles/s, tool      ", tool, SpeedRound::perSecond);
    say("cycles/s, clients   ", clients, SpeedRound::perSecond);
    say("server us, tool     ", tool, SpeedRound::serverMicros);
    say("server us, clients  ", clients, SpeedRound::serverMicros);
    say("client us, clients  ", clients, SpeedRound::clientMicros);
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      shares.add(clients.get(i).perSecond() / tool.get(i).perSecond());
    }
    System.out.println("share, by round, sorted: " + text(shares));
    assertThat(median(shares)).as("share of the tool").isGreaterThanOrEqualTo(PROMISED);
  }

  /** So many calls that they take about as long; the first runs say how fast it is. */
  private static int callsIn(SpeedTool tool, Duration warmUp) {
    int calls = callsIn(tool.run(200), 200, warmUp);
    return callsIn(tool.run(calls), calls, TIME);
  }

  private static int callsIn(SpeedRound round, int calls, Duration time) {
    return (int) Math.ceil(calls / round.seconds() * time.toMillis() / 1000);
  }

  private static void say(String what, SpeedRound round) {
    System.out.printf(
        Locale.ROOT,
        "%s %7.0f cycles/s, %.1f us of the server and %.1f us of the client each%n",
        what,
        round.perSecond(),
        round.serverMicros(),
        round.clientMicros());
  }

  private static void say(
      String what, List<SpeedRound> rounds, ToDoubleFunction<SpeedRound> value) {
    List<Double> sorted = rounds.stream().map(value::applyAsDouble).sorted().toList();
    System.out.printf(Locale.ROOT, "%s median %.1f (%s)%n", what, median(sorted), text(sorted));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static String text(List<Double> values) {
    return String.join(
        " ", values.stream().sorted().map(v -> String.format(Locale.ROOT, "%.2f", v)).toList());
  }
}
