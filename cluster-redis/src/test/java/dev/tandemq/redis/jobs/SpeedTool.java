package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole cycles driven by {@code redis-benchmark}. It can send one command again and again, with
 * random digits in it, and cannot take anything from an answer; so the texts of {@code put} and
 * {@code turn}, word by word, are put into one script as functions, with {@code cycle.lua} behind
 * them: each call puts a batch of new ids, claims as many, and settles those that an earlier call
 * claimed. That is one round trip where a client needs two, and the list that keeps the claims
 * between calls costs two small commands: together it is rather in favour of the tool.
 */
final class SpeedTool {

  private static final String NAMESPACE = "speed-tool";
  private static final String RANDOM = "__rand_int__"; // 12 digits, others at each place and call
  private static final Pattern LAST_LINE = Pattern.compile("\"([0-9.]+)\"(?:,\"[0-9.]+\"){6}\\s*$");
  private static final Script PUT = JobCalls.growing("put");
  private static final Script TURN = JobCalls.script("turn");

  private final SpeedServer server;
  private final RedisLink link;
  private final int batch;
  private final List<String> command;

  /**
   * Gives the script to the server.
   *
   * @param bodyBytes size of an encoded job
   */
  SpeedTool(SpeedServer server, int clients, int batch, int bodyBytes) {
    this.server = server;
    this.link = server.open(NAMESPACE);
    this.batch = batch;
    Script cycle = new Script("speed/cycle", cycle());
    List<String> args = args(bodyBytes);
    List<byte[]> once = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      once.add(args.get(i).replace(RANDOM, "000000000000").getBytes(UTF_8));
    }
    var unused =
        RedisStores.await(link.run(cycle, List.of(link.key("j", ""), link.key("held")), once));
    this.command = new ArrayList<>(List.of("redis-benchmark", "-h", "127.0.0.1", "-p"));
    command.addAll(
        List.of("" + server.port(), "-c", "" + clients, "--csv", "-r", "2000000000", "-n"));
    command.add("0"); // as many requests as a run is told, see run()
    command.addAll(List.of("EVALSHA", sha(cycle.text()), "2", link.key("j", ""), link.key("held")));
    command.addAll(args);
  }

  private static String cycle() {
    return function("put", PUT) + function("turn", TURN) + SpeedServer.resource("cycle.lua");
  }

  private static String function(String name, Script script) {
    String text = script.text();
    String body = text.startsWith("#!") ? text.substring(text.indexOf('\n')) : text;
    return "local function " + name + "(KEYS, ARGV)\n" + body + "\nend\n";
  }

  private static String sha(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One group of jobs that are alike, as the store sends it. */
  private List<String> args(int bodyBytes) {
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < batch; i++) {
      ids.append(RANDOM)
          .append(RANDOM)
          .append(String.format("%012d", i)); // 36 characters, as an id
    }
    List<String> args =
        new ArrayList<>(List.of(StoreTalk.QUEUE, "0", "3", "0", "0", ids.toString()));
    args.addAll(Collections.nCopies(batch, "x".repeat(bodyBytes)));
    return args;
  }

  /**
   * Runs so many calls.
   *
   * @return whole cycles in a second, of jobs that the server counted as completed
   */
  SpeedRound run(int calls) {
    List<String> words = new ArrayList<>(command);
    words.set(words.indexOf("-n") + 1, "" + calls);
    double cpu = server.cpuMicros();
    long before = completed();
    String said = say(words);
    long completed = completed() - before;
    Matcher line = LAST_LINE.matcher(said);
    if (!line.find() || completed < (long) batch * (calls - 1)) {
      throw new IllegalStateException("of " + calls + " calls " + completed + " jobs: " + said);
    }
    double seconds = calls / Double.parseDouble(line.group(1));
    return new SpeedRound(completed, seconds, (server.cpuMicros() - cpu) / completed, 0);
  }

  private long completed() {
    return new SpeedStats(link).completed();
  }

  private static String say(List<String> words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("redis-benchmark: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new IllegalStateException("redis-benchmark must be on the path", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Ends its connection. */
  void close() {
    link.close();
  }
}
