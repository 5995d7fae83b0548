package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The processes of this machine at one moment, as Linux shows them under {@code /proc}. */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  private final Map<Long, Entry> entries;

  private ProcessTable(Map<Long, Entry> entries) {
    this.entries = entries;
  }

  /** Whether there is such a table here. */
  static boolean isPresent() {
    return Files.isReadable(PROC.resolve("self/stat"));
  }

  /** Reads the table; processes that end meanwhile are left out. */
  static ProcessTable read() {
    Map<Long, Entry> entries = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        readEntry(folder).ifPresent(entry -> entries.put(entry.pid, entry));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What could be read is what there is.
    }
    return new ProcessTable(entries);
  }

  private static Optional<Entry> readEntry(Path folder) {
    try {
      String stat = contentOf(folder.resolve("stat"));
      // The name stands in parentheses and may hold anything, even a parenthesis.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      boolean isDead = fields[0].equals("Z") || fields[0].equals("X");
      return isDead
          ? Optional.empty()
          : Optional.of(
              new Entry(
                  Long.parseLong(folder.getFileName().toString()),
                  Long.parseLong(fields[1]),
                  Long.parseLong(fields[3])));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Not by a channel, which an interrupt would close: this is needed most after one. */
  private static String contentOf(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  /**
   * The live processes that stem from one: it, its session, and the children of all these, those
   * too that left the session or whose parent is gone.
   */
  Set<Long> family(long leader) {
    Set<Long> family = new HashSet<>();
    for (Entry entry : entries.values()) {
      if (entry.pid == leader || entry.session == leader) {
        family.add(entry.pid);
      }
    }
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Entry entry : entries.values()) {
        grew |= family.contains(entry.parent) && family.add(entry.pid);
      }
    }
    return family;
  }

  private record Entry(long pid, long parent, long session) {}
}
