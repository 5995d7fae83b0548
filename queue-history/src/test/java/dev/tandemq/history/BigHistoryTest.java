package dev.tandemq.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many events from files; more with {@code -Dhistory.events}, whose time is then told. */
class BigHistoryTest {

  private static final int PROCESSES = 4;
  private static final long MICRO = 1_000;

  @TempDir private Path folder;

  @Test
  void aBigHistoryOfSeveralProcessesIsJudged() throws IOException {
    int target = Integer.getInteger("history.events", 40_000);
    List<Path> files = new ArrayList<>();
    for (int process = 0; process < PROCESSES; process++) {
      files.add(write(process, target / PROCESSES));
    }
    long begin = System.nanoTime();
    Histories.Findings findings = Histories.check(files, CheckSettings.defaults());
    if (target > 1_000_000) {
      System.out.printf(
          Locale.ROOT,
          "%,d events, %,d bytes: %.1f s%n",
          findings.events(),
          files.stream().mapToLong(file -> file.toFile().length()).sum(),
          (System.nanoTime() - begin) / 1e9);
    }
    assertThat(findings.events()).isGreaterThanOrEqualTo(target - 100);
    assertThat(findings.badLines()).isZero();
    assertThat(findings.violations()).as(VerdictTable.of(findings.verdicts())).isZero();
    assertThat(findings.verdicts().get(0).checked()).isGreaterThan(target / 20);
  }

  /** Eight operations for each job: pushed, claimed, extended, retried, claimed, run, completed. */
  private Path write(int process, int events) throws IOException {
    Path file = folder.resolve("process-" + process + ".jsonl");
    String node = "node-" + process;
    long at = process;
    long call = 0;
    int written = 0;
    try (HistoryWriter out =
        new HistoryWriter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (int i = 0; written < events; i++) {
        String job = String.format(Locale.ROOT, "0198c5d0-0000-7000-800%d-%012x", process, i);
        for (int attempt = 1; attempt <= 2; attempt++) {
          for (Op op : List.of(Op.PUSH, Op.CLAIM, Op.START, Op.EXTEND, Op.END, Op.SETTLE)) {
            if (op == Op.PUSH && attempt > 1) {
              continue;
            }
            boolean isCall = op != Op.START && op != Op.END;
            if (isCall) {
              at += 20 * MICRO;
              out.accept(event(at, node, op, Phase.INVOKE, ++call, job, attempt));
              written++;
            }
            at += 20 * MICRO;
            out.accept(event(at, node, op, Phase.OK, isCall ? call : 0, job, attempt));
            written++;
          }
        }
      }
      out.accept(HistoryEvent.at(at + 1, node, node, Op.STATS, Phase.OK).queue("q").build());
    }
    return file;
  }

  private static HistoryEvent event(
      long at, String node, Op op, Phase phase, long call, String job, int attempt) {
    HistoryEvent.Builder event = HistoryEvent.at(at, node, node + "-1", op, phase).call(call);
    event.queue("q").leaseNanos(op == Op.CLAIM || op == Op.EXTEND ? 15_000_000_000L : 0);
    if (op == Op.CLAIM && phase == Phase.INVOKE) {
      return event.count(1).build();
    }
    event.job(job).hash(job.hashCode());
    if (op == Op.PUSH) {
      return event.maxAttempts(3).result(phase == Phase.OK ? "ADDED" : "").build();
    }
    event.token(attempt).attempt(attempt);
    if (op == Op.SETTLE) {
      event.arrow(attempt == 1 ? "RETRY" : "COMPLETE").result(phase == Phase.OK ? "APPLIED" : "");
    } else if (op == Op.EXTEND && phase == Phase.OK) {
      event.result("EXTENDED");
    }
    return event.build();
  }
}
