package dev.tandemq.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Histories in files, as several processes of one run wrote them. Safe for concurrent use. */
public final class Histories {

  /** Bad lines that are kept with their problem; the others are counted. */
  static final int KEPT_BAD_LINES = 20;

  /** How many lines of a file may stand too late in it. */
  private static final int WINDOW = 1024;

  private Histories() {}

  /**
   * What was found.
   *
   * @param verdicts one for each invariant
   * @param events how many were looked at
   * @param badLines how many lines could not be used
   * @param firstBadLines the first of them
   */
  public record Findings(
      List<Verdict> verdicts, long events, long badLines, List<BadLine> firstBadLines) {

    /** Takes copies of the lists. */
    public Findings {
      verdicts = List.copyOf(verdicts);
      firstBadLines = List.copyOf(firstBadLines);
    }

    /** Violations of all invariants. */
    public long violations() {
      return verdicts.stream().mapToLong(Verdict::violations).sum();
    }
  }

  /**
   * Judges one history that is spread over files: a pure function of their content. The clocks of
   * the processes must be the same, as the monotonic clock of one machine, with one origin.
   *
   * @param files each in order of time, but for neighbours
   * @throws IOException when a file cannot be read
   */
  public static Findings check(List<Path> files, CheckSettings settings) throws IOException {
    HistoryChecker checker = new HistoryChecker(settings);
    long[] events = {0};
    long[] bad = {0};
    List<BadLine> first = new ArrayList<>();
    merge(
        files,
        event -> {
          events[0]++;
          checker.accept(event);
        },
        line -> {
          if (bad[0]++ < KEPT_BAD_LINES) {
            first.add(line);
          }
        });
    return new Findings(checker.verdicts(), events[0], bad[0], first);
  }

  /**
   * Reads files as one history, by time. Events of one moment keep the order of their file; of
   * different files what begins comes first, so that it counts as overlapping.
   *
   * @throws IOException when a file cannot be read
   */
  public static void merge(List<Path> files, Consumer<HistoryEvent> events, Consumer<BadLine> bad)
      throws IOException {
    Objects.requireNonNull(events, "events");
    List<Source> sources = new ArrayList<>();
    try {
      for (Path file : files) {
        Path name = Objects.requireNonNullElse(file.getFileName(), file);
        sources.add(
            new Source(new HistoryReader(Files.newInputStream(file), name.toString(), bad)));
      }
      merge(sources, events);
    } finally {
      for (Source source : sources) {
        source.close();
      }
    }
  }

  private static void merge(List<Source> sources, Consumer<HistoryEvent> events)
      throws IOException {
    while (true) {
      Source first = null;
      HistoryEvent head = null;
      for (Source source : sources) {
        HistoryEvent one = source.peek();
        if (one != null && (head == null || isBefore(one, head))) {
          first = source;
          head = one;
        }
      }
      if (first == null || head == null) {
        return;
      }
      first.remove();
      events.accept(head);
    }
  }

  private static boolean isBefore(HistoryEvent one, HistoryEvent other) {
    return one.at() < other.at()
        || (one.at() == other.at() && one.phase() == Phase.INVOKE && other.phase() != Phase.INVOKE);
  }

  /** One file, its neighbours put in order. */
  private static final class Source {

    private record Numbered(HistoryEvent event, long line) {}

    private final HistoryReader reader;
    private final PriorityQueue<Numbered> window =
        new PriorityQueue<>(
            Comparator.<Numbered>comparingLong(one -> one.event().at())
                .thenComparingLong(Numbered::line));
    private boolean atEnd;

    private Source(HistoryReader reader) {
      this.reader = reader;
    }

    private @Nullable HistoryEvent peek() throws IOException {
      while (!atEnd && window.size() < WINDOW) {
        HistoryEvent next = reader.next();
        if (next == null) {
          atEnd = true;
        } else {
          window.add(new Numbered(next, reader.line()));
        }
      }
      Numbered head = window.peek();
      return head == null ? null : head.event();
    }

    private void remove() {
      window.remove();
    }

    private void close() throws IOException {
      reader.close();
    }
  }
}
