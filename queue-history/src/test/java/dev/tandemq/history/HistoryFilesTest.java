package dev.tandemq.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFilesTest {

  private static final HistoryEvent FULL =
      HistoryEvent.at(1, "a", "a1", Op.PUSH, Phase.OK)
          .call(2)
          .job("j\"\n\u00e9")
          .queue("q")
          .token(3)
          .attempt(4)
          .term(5)
          .arrow("RETRY")
          .result("ADDED")
          .error("e")
          .name("n")
          .hash(-6)
          .delayNanos(7)
          .leaseNanos(8)
          .priority(-9)
          .maxAttempts(10)
          .count(11)
          .build();

  @TempDir private Path folder;

  @Test
  void anEventIsOneLineInFixedOrderWithoutWhatIsEmpty() {
    HistoryEvent small = HistoryEvent.at(5, "a", "a1", Op.CLAIM, Phase.INVOKE).build();
    assertThat(new String(bytes(FULL, small), UTF_8))
        .isEqualTo(
            """
            {"at":1,"node":"a","incarnation":"a1","op":"PUSH","phase":"OK","call":2,\
            "job":"j\\"\\n\u00e9","queue":"q","token":3,"attempt":4,"term":5,"arrow":"RETRY",\
            "result":"ADDED","error":"e","name":"n","hash":-6,"delayNanos":7,"leaseNanos":8,\
            "priority":-9,"maxAttempts":10,"count":11}
            {"at":5,"node":"a","incarnation":"a1","op":"CLAIM","phase":"INVOKE"}
            """);
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    List<BadLine> bad = new ArrayList<>();
    assertThat(read(bytes(FULL, FULL), bad)).containsExactly(FULL, FULL);
    assertThat(bad).isEmpty();
  }

  @Test
  void everyCutLeavesTheLinesBeforeAndIsReported() throws IOException {
    byte[] bytes = bytes(FULL, FULL);
    int second = bytes.length / 2;
    for (int end = second + 1; end < bytes.length - 1; end++) {
      List<BadLine> bad = new ArrayList<>();
      byte[] cut = java.util.Arrays.copyOf(bytes, end);
      assertThat(read(cut, bad)).containsExactly(FULL);
      assertThat(bad).hasSize(1);
      assertThat(bad.get(0).isCut()).isTrue();
      assertThat(bad.get(0).line()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[]",
        "{}",
        "{\"at\":1}",
        "{\"at\":1,\"op\":\"FLY\",\"phase\":\"OK\"}",
        "{\"at\":1,\"op\":\"PUSH\",\"phase\":\"PERHAPS\"}",
        "{\"at\":\"1\",\"op\":\"PUSH\",\"phase\":\"OK\"}",
        "{\"at\":1.5,\"op\":\"PUSH\",\"phase\":\"OK\"}",
        "{\"at\":1,\"op\":\"PUSH\",\"phase\":\"OK\",\"job\":7}",
        "{\"at\":99999999999999999999,\"op\":\"PUSH\",\"phase\":\"OK\"}",
        "{\"at\":1,\"op\":\"PUSH\",\"phase\":\"OK\",\"attempt\":3000000000}",
        "{\"at\":1,\"op\":\"PUSH\",\"phase\":\"OK\",\"delayNanos\":-1}",
        "{\"at\":1,\"op\":\"PUSH\",\"phase\":\"OK\"} {}",
        "\u0000\u0001\u0002",
      })
  void aBrokenLineIsReportedWithItsNumberAndTheOthersAreRead(String broken) throws IOException {
    List<BadLine> bad = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes(FULL));
    all.writeBytes((broken + "\n").getBytes(UTF_8));
    all.writeBytes(bytes(FULL));
    assertThat(read(all.toByteArray(), bad)).containsExactly(FULL, FULL);
    assertThat(bad).hasSize(1);
    assertThat(bad.get(0).toString()).startsWith("file:2: ");
    assertThat(bad.get(0).isCut()).isFalse();
  }

  @Test
  void unknownFieldsEmptyLinesAndWindowsLineEndsArePassedOver() throws IOException {
    List<BadLine> bad = new ArrayList<>();
    String text = "\r\n{\"at\":1,\"new\":{\"a\":[1]},\"op\":\"HEAL\",\"phase\":\"OK\"}\r\n\n";
    assertThat(read(text.getBytes(UTF_8), bad))
        .containsExactly(HistoryEvent.at(1, "", "", Op.HEAL, Phase.OK).build());
    assertThat(bad).isEmpty();
  }

  @Test
  void filesOfSeveralProcessesAreOneHistoryByTime() throws IOException {
    Story story = new Story();
    story.on("p").at(1).push("j1");
    story.on("a").at(2).claim("j1", 1, 1);
    story.on("b").at(20_000).claim("j1", 2, 2);
    story.on("a").at(20_001).settle("j1", 1, "RETRY", "APPLIED");
    List<Path> files = new ArrayList<>();
    for (String node : List.of("b", "a", "p")) {
      Path file = folder.resolve(node + ".jsonl");
      Files.write(
          file,
          bytes(
              story.events().stream()
                  .filter(event -> event.node().equals(node))
                  .toArray(HistoryEvent[]::new)));
      files.add(file);
    }
    Files.writeString(files.get(2), "{\"at\":", java.nio.file.StandardOpenOption.APPEND);

    Histories.Findings findings = Histories.check(files, CheckSettings.defaults());
    assertThat(findings.events()).isEqualTo(4);
    assertThat(findings.badLines()).isEqualTo(1);
    assertThat(findings.firstBadLines().get(0).toString()).startsWith("p.jsonl:2: cut off");
    assertThat(findings.violations()).isEqualTo(1);
    assertThat(VerdictTable.of(findings.verdicts()))
        .contains("I05: no accepted settle or extend with an old token")
        .contains("b          claimed j1 token 2 attempt 2")
        .contains("accepted with an old token");
  }

  @Test
  void ofOneMomentWhatBeginsComesFirstSoThatItOverlaps() throws IOException {
    Story story = new Story();
    story.on("a").at(1).begin(1).push("j1").end(1).push("j1").on("b").begin(1).push("j2");
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    Files.write(a, bytes(story.events().get(1)));
    Files.write(b, bytes(story.events().get(2)));
    List<HistoryEvent> merged = new ArrayList<>();
    Histories.merge(List.of(a, b), merged::add, line -> {});
    assertThat(merged).containsExactly(story.events().get(2), story.events().get(1));
  }

  @Test
  void afterTheVerdictsNoEventIsTaken() {
    HistoryChecker checker = new HistoryChecker();
    List<Verdict> verdicts = checker.verdicts();
    assertThat(checker.verdicts()).isEqualTo(verdicts);
    assertThatThrownBy(() -> checker.accept(FULL)).isInstanceOf(IllegalStateException.class);
  }

  private static byte[] bytes(HistoryEvent... events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (HistoryWriter writer = new HistoryWriter(out)) {
      for (HistoryEvent event : events) {
        writer.accept(event);
      }
    }
    return out.toByteArray();
  }

  private static List<HistoryEvent> read(byte[] bytes, List<BadLine> bad) throws IOException {
    List<HistoryEvent> events = new ArrayList<>();
    try (HistoryReader reader =
        new HistoryReader(new ByteArrayInputStream(bytes), "file", bad::add)) {
      for (HistoryEvent event = reader.next(); event != null; event = reader.next()) {
        events.add(event);
      }
    }
    return events;
  }
}
