package dev.tandemq.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document in Markdown, as far as the tests look into it.
 *
 * @param path from the root of the checkout, with slashes
 * @param lines all of it
 * @param blocks the fenced blocks
 * @param prose the lines outside of the blocks; those inside are empty
 */
record Document(String path, List<String> lines, List<Block> blocks, List<String> prose) {

  private static final Pattern FENCE = Pattern.compile(" *(`{3,}|~{3,})(.*)");
  private static final Pattern FROM = Pattern.compile("<!-- from (\\S+) -->");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href|srcset)=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");

  static Document parse(String path, String text) {
    List<String> lines = text.lines().toList();
    List<Block> blocks = new ArrayList<>();
    List<String> prose = new ArrayList<>();
    Block above = null;
    String from = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        int end = endOf(path, lines, i, fence.group(1));
        Block block =
            new Block(
                path,
                i + 1,
                fence.group(2).strip(),
                String.join("", lines.subList(i + 1, end).stream().map(l -> l + "\n").toList()),
                Optional.ofNullable(from),
                Optional.ofNullable(above));
        blocks.add(block);
        for (; i < end; i++) {
          prose.add("");
        }
        prose.add("");
        above = block;
        from = null;
      } else {
        prose.add(line);
        if (!line.isBlank()) {
          above = null;
          Matcher marker = FROM.matcher(line.strip());
          from = marker.matches() ? marker.group(1) : null;
        }
      }
    }
    return new Document(path, lines, List.copyOf(blocks), List.copyOf(prose));
  }

  private static int endOf(String path, List<String> lines, int start, String fence) {
    for (int i = start + 1; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(fence)) {
        return i;
      }
    }
    throw new AssertionError(path + ":" + (start + 1) + ": the block has no end");
  }

  List<Block> blocks(String language) {
    return blocks.stream().filter(block -> block.language().equals(language)).toList();
  }

  /** Where its links and pictures lead, as written. */
  List<String> links() {
    return prose.stream()
        .map(line -> CODE.matcher(line).replaceAll("code"))
        .flatMap(
            line ->
                LINK.matcher(line)
                    .results()
                    .map(link -> link.group(1) == null ? link.group(2) : link.group(1)))
        .toList();
  }

  /** What can stand behind the # of a link to it: the headings, as code hosts spell them. */
  List<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    List<String> anchors = new ArrayList<>();
    for (String line : prose) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String name =
            heading
                .group(1)
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                .replace(' ', '-');
        int times = seen.merge(name, 1, Integer::sum);
        anchors.add(times == 1 ? name : name + "-" + (times - 1));
      }
    }
    return anchors;
  }

  /** The rows of the first table whose head begins with that cell; without head and rule. */
  List<List<String>> table(String firstHead) {
    return tables(firstHead).get(0);
  }

  /** As {@link #table}, of every such table; there is at least one. */
  List<List<List<String>>> tables(String firstHead) {
    List<List<List<String>>> tables = new ArrayList<>();
    int width = 0;
    for (String line : prose) {
      List<String> cells = line.startsWith("|") ? cells(line) : List.of();
      if (cells.isEmpty()) {
        width = 0;
      } else if (width > 0) {
        if (cells.size() != width) {
          throw new AssertionError(path + ": a row of another width: " + line);
        }
        if (!cells.get(0).matches("-+")) {
          tables.get(tables.size() - 1).add(cells);
        }
      } else if (cells.get(0).equals(firstHead)) {
        width = cells.size();
        tables.add(new ArrayList<>());
      }
    }
    if (tables.isEmpty()) {
      throw new AssertionError(path + " has no table whose first head is " + firstHead);
    }
    return tables;
  }

  private static List<String> cells(String line) {
    String inner = line.strip().substring(1).replaceFirst("\\|$", "");
    return Stream.of(inner.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
  }

  @Override
  public String toString() {
    return path;
  }
}
