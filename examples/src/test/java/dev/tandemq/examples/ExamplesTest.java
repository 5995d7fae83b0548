package dev.tandemq.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.backend.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each example by a test of its name, and holds the list in the README to what is there. */
final class ExamplesTest {

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| \\[(\\w+)]\\(src/main/java/dev/tandemq/examples/(\\w+)\\.java\\) \\|");
  private static final Pattern TO_GUIDE = Pattern.compile("\\(\\.\\./docs/guide\\.md#([^)]+)\\)");

  @FunctionalInterface
  private interface Program {

    void run(String[] args) throws Exception;
  }

  // ---- each of them

  @Test
  void pushAndPop() throws Exception {
    assertThat(linesOf(PushAndPop::main)).containsExactly("took order 4711", "left: 0");
  }

  @Test
  void delayedJobs() throws Exception {
    assertThat(linesOf(DelayedJobs::main))
        .containsExactly(
            "nothing is due: true",
            "wait for their time: 3",
            "survey: REMOVED",
            "reminded: order 4711 can be picked up",
            "reminded: order 4712 is not paid yet");
  }

  @Test
  void workerWithCallbacks() throws Exception {
    assertThat(linesOf(WorkerWithCallbacks::main))
        .containsExactly(
            "done: cat.jpg",
            "once more: dog.jpg, the disk was busy",
            "given up: notes.txt, not a picture",
            "done: dog.jpg");
  }

  @Test
  void poolWithStats() throws Exception {
    List<String> lines = linesOf(PoolWithStats::main);

    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).isEqualTo("3 workers, 90 jobs");
    assertThat(lines.subList(1, 4))
        .allMatch(line -> line.matches("pool-[1-3]: 2 slots, \\d+ jobs"));
    assertThat(lines.subList(1, 4).stream().mapToInt(ExamplesTest::lastNumber).sum()).isEqualTo(90);
    assertThat(lines.get(4)).matches("waited: half of them up to \\d+ ms, all up to \\d+ ms");
    assertThat(lines.get(5)).matches("ran: half of them up to \\d+ ms, all up to \\d+ ms");
  }

  @Test
  void threeNodes() throws Exception {
    List<String> lines = linesOf(ThreeNodes::main);

    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).matches("(ada|bob|cleo) leads in term 1, of 3 nodes");
    String killed = lines.get(0).split(" ")[0];
    assertThat(lines.get(1)).isEqualTo("killed " + killed + ", which leads and holds jobs");
    assertThat(lines.get(2)).matches("(ada|bob|cleo) leads in term [2-9], of 2 nodes");
    assertThat(lines.get(2)).doesNotStartWith(killed);
    assertThat(lines.subList(3, 6))
        .containsExactly(
            "600 pushed, 600 completed, 0 failed",
            "claimed again after the death of their node: yes",
            "orders that no handler has seen: 0");
  }

  @Test
  void batchPushAndPop() throws Exception {
    assertThat(linesOf(BatchPushAndPop::main))
        .containsExactly(
            "added",
            "added",
            "added",
            "Duplicate",
            "added",
            "packed together: [4711, 4712, 4713]",
            "packed together: [4714]");
  }

  @Test
  void jobAttributes() throws Exception {
    assertThat(linesOf(JobAttributes::main))
        .containsExactly(
            "sales of March",
            "  priority 10, at most 5 attempts of 600 s, again after up to 10 s",
            "  key sales-2026-03, tags {customer=4711}, headers {traceparent=00-abc-def-01}",
            "all defaults",
            "  priority 0, at most 3 attempts of 30 s, again after what the worker says",
            "  key none, tags {}, headers {}");
  }

  @Test
  void queueStatistics() throws Exception {
    assertThat(linesOf(QueueStatistics::main))
        .containsExactly(
            "ready     1",
            "delayed   1",
            "reserved  1",
            "completed 1",
            "failed    1",
            "removed   1",
            "together  6 pushed",
            "to do     3");
  }

  @Test
  void severalQueues() throws Exception {
    assertThat(linesOf(SeveralQueues::main))
        .containsExactly(
            "packed order 4711",
            "packed order 4712",
            "billed order 4711",
            "billed order 4712",
            "connections: [shop, audit]",
            "orders left: 0",
            "audit trail: 2");
  }

  @Test
  void typedEmail() throws Exception {
    assertThat(linesOf(TypedEmail::main))
        .containsExactly(
            "type: email",
            "payload: {\"v\":1,\"data\":{\"to\":[\"ada@example.org\",\"grace@example.org\"],"
                + "\"subject\":\"Order 4711\",\"due\":\"2026-03-31\"}}",
            "to: [ada@example.org, grace@example.org]",
            "the same: true");
  }

  @Test
  void versionedEmail() throws Exception {
    assertThat(linesOf(VersionedEmail::main))
        .containsExactly(
            "en to [ada@example.org]",
            "en to [grace@example.org]",
            "zh to [li@example.org, wu@example.org]");
  }

  @Test
  void alertAtLastAttempt() throws Exception {
    assertThat(linesOf(AlertAtLastAttempt::main))
        .containsExactly(
            "log:   order 4711, attempt 1 of 3: the bank does not answer",
            "log:   order 4712, attempt 1 of 2: the bank does not answer",
            "log:   order 4711, attempt 2 of 3: the bank does not answer",
            "       order 4712 is kept for the customer",
            "ALERT: order 4712, attempt 2 of 2: the bank does not answer",
            "       order 4711 is paid",
            "to look at: 1");
  }

  @Test
  void periodicStats() throws Exception {
    List<String> lines = linesOf(PeriodicStats::main);

    assertThat(lines).hasSizeGreaterThan(1);
    assertThat(lines).allMatch(line -> line.matches("[ \\d]\\d wait, [0-2] run, [ \\d]\\d done"));
    assertThat(lines).last().isEqualTo(" 0 wait, 0 run, 30 done");
    assertThat(lines).isSortedAccordingTo((one, other) -> done(one) - done(other));
  }

  @Test
  void guiceInjection() throws Exception {
    assertThat(linesOf(GuiceInjection::main))
        .containsExactly("sent the receipt of order 4711", "sent the receipt of order 4712");
  }

  // ---- on a Redis server

  @Test
  void redisCluster() throws Exception {
    List<String> lines = linesOf(RedisCluster::main, ownNamespace());

    assertThat(lines).hasSizeBetween(3, 5);
    assertThat(lines.get(0)).matches("(ada|bob|cleo) leads, of 3 nodes");
    String first = lines.get(0).split(" ")[0];
    // One that came too late for any job is not told of.
    List<String> shares = lines.subList(1, lines.size() - 1);
    assertThat(shares).allMatch(line -> line.matches("(ada|bob|cleo) did \\d+"));
    assertThat(shares.stream().mapToInt(ExamplesTest::lastNumber).sum()).isEqualTo(120);
    assertThat(lines).last().asString().matches(first + " has stopped, (ada|bob|cleo) leads");
    assertThat(lines).last().asString().doesNotEndWith(first + " leads");
  }

  @Test
  void clusterNodes() throws Exception {
    assertThat(linesOf(ClusterNodes::main, ownNamespace()))
        .containsExactly(
            "desk leads: true",
            "by shelf's word: desk",
            "desk is here",
            "shelf is here",
            "desk has the lock: true",
            "shelf gets it too: false",
            "shelf gets it now: true",
            "with a greater token: true",
            "shelf hears: apples are cheaper");
  }

  @Test
  void distributedCallbacks() throws Exception {
    String url = ownNamespace();
    List<String> expected =
        List.of(
            "sent: ada@example.org",
            "once more: busy@example.org, the line was busy",
            "given up: nowhere, no address",
            "sent: busy@example.org",
            "set aside: true");

    assertThat(linesOf(DistributedCallbacks::main, url)).isEqualTo(expected);
    assertThat(linesOf(DistributedCallbacks::main, url)).as("once more").isEqualTo(expected);
  }

  @Test
  void distributedPool() throws Exception {
    List<String> lines = linesOf(DistributedPool::main, ownNamespace());

    assertThat(lines).hasSize(6);
    assertThat(lines.subList(0, 2)).allMatch(line -> line.matches("3 workers, 6 slots, \\d+ jobs"));
    assertThat(lines.subList(0, 2).stream().mapToInt(ExamplesTest::lastNumber).sum())
        .isEqualTo(100);
    assertThat(lines.subList(2, 5))
        .containsExactly("2 nodes, 2 online", "completed by both: 100", "left to do: 0");
    assertThat(lines.get(5)).matches("who leads: (left|right|nobody yet)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RedisCluster", "ClusterNodes", "DistributedCallbacks", "DistributedPool"})
  void whereNoServerIsThereItIsOneLineAndExitThree(String name) throws Exception {
    Process example =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.config.file=logging.properties",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tandemq.examples." + name,
                "redis://127.0.0.1:1")
            .redirectErrorStream(true)
            .start();
    String written = new String(example.getInputStream().readAllBytes(), UTF_8);

    assertThat(example.waitFor()).as(written).isEqualTo(3);
    assertThat(written.lines())
        .singleElement()
        .asString()
        .startsWith("redis://127.0.0.1:1/0: no server answered within ");
  }

  private static String ownNamespace() {
    return RedisServer.shared().url()
        + "?namespace=examples-"
        + ProcessHandle.current().pid()
        + "-"
        + System.nanoTime();
  }

  // ---- all of them

  @Test
  void everyExampleIsRunByATestOfItsName() throws Exception {
    Set<String> tests =
        Arrays.stream(ExamplesTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .collect(Collectors.toSet());

    assertThat(examples())
        .isNotEmpty()
        .allMatch(
            name ->
                tests.contains(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)));
  }

  @Test
  void readmeListsEveryExampleAndNoOther() throws Exception {
    Set<String> listed = new TreeSet<>();
    Matcher row = ROW.matcher(readme());
    while (row.find()) {
      assertThat(row.group(2)).isEqualTo(row.group(1));
      listed.add(row.group(1));
    }

    assertThat(listed).isEqualTo(examples());
  }

  @Test
  void readmePointsToSectionsThatTheGuideHas() throws Exception {
    Set<String> sections =
        Files.readAllLines(Path.of("../docs/guide.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3).toLowerCase(Locale.ROOT))
            .map(title -> title.replaceAll("[^\\w -]", "").replace(' ', '-'))
            .collect(Collectors.toSet());
    List<String> named = new ArrayList<>();
    Matcher link = TO_GUIDE.matcher(readme());
    while (link.find()) {
      named.add(link.group(1));
    }

    assertThat(named).isNotEmpty().isSubsetOf(sections);
  }

  @Test
  void guidePointsToEveryExample() throws Exception {
    String guide = Files.readString(Path.of("../docs/guide.md"));

    assertThat(examples())
        .allSatisfy(
            name ->
                assertThat(guide)
                    .contains(
                        "["
                            + name
                            + "](../examples/src/main/java/dev/tandemq/examples/"
                            + name
                            + ".java)"));
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  /** Simple names of all classes of the package that have a main method. */
  private static Set<String> examples() throws IOException, URISyntaxException {
    Path folder =
        Path.of(PushAndPop.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/tandemq/examples");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(ExamplesTest::hasMain)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean hasMain(String name) {
    try {
      return Arrays.stream(Class.forName("dev.tandemq.examples." + name).getDeclaredMethods())
          .anyMatch(method -> method.getName().equals("main"));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int lastNumber(String line) {
    return Integer.parseInt(line.replaceAll("^.* (\\d+)( jobs)?$", "$1"));
  }

  private static int done(String line) {
    return Integer.parseInt(line.replaceAll("^.* (\\d+) done$", "$1"));
  }

  /**
   * What the program prints; fails when it leaves a thread behind that would keep it from ending.
   */
  private static List<String> linesOf(Program program, String... args) throws Exception {
    Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      program.run(args);
    } finally {
      System.setOut(before);
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!threadsBefore.contains(thread) && !thread.isDaemon()) {
        thread.join(5_000);
        assertThat(thread.isAlive()).as("%s lives on", thread).isFalse();
      }
    }
    return printed.toString(UTF_8).lines().toList();
  }
}
