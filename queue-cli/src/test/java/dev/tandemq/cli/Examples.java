package dev.tandemq.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The lines below {@code Examples:} in a help text, and the calls of tandem in them. */
final class Examples {

  private Examples() {}

  /** The lines as typed; empty when there are none. */
  static List<String> of(CommandLine command) {
    List<String> footer = Arrays.asList(command.getCommandSpec().usageMessage().footer());
    int heading = footer.indexOf("Examples:");
    return heading < 0
        ? List.of()
        : footer.subList(heading + 1, footer.size()).stream().map(String::strip).toList();
  }

  /** The arguments of each call of tandem in a line for the shell. */
  static List<List<String>> calls(String line) {
    List<List<String>> calls = new ArrayList<>();
    for (List<String> command : commands(line)) {
      List<String> words = command.stream().dropWhile(word -> word.matches("[A-Z_]+=.*")).toList();
      if (!words.isEmpty() && words.get(0).equals("tandem")) {
        calls.add(words.subList(1, words.size()));
      }
    }
    return calls;
  }

  /** Splits at pipes and the like, drops redirections and comments, takes quotes away. */
  private static List<List<String>> commands(String line) {
    List<List<String>> commands = new ArrayList<>();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    boolean afterRedirection = false;
    char quote = 0;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ' ';
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
        continue;
      }
      if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
        continue;
      }
      boolean isSubstitution = c == '<' && line.startsWith("<(", i);
      if (" |;&()<>".indexOf(c) < 0 && !(c == '#' && !inWord)) {
        word.append(c);
        inWord = true;
        continue;
      }
      boolean isNumberOfStream = (c == '>' || c == '<') && word.toString().matches("[0-9]");
      if (inWord && !isNumberOfStream) {
        if (!afterRedirection) {
          words.add(word.toString());
        }
        afterRedirection = false;
      }
      word.setLength(0);
      inWord = false;
      if (c == '#') {
        break;
      }
      if ((c == '<' || c == '>') && !isSubstitution) {
        afterRedirection = true;
      } else if (c != ' ') {
        commands.add(List.copyOf(words));
        words.clear();
      }
    }
    commands.add(words);
    return commands;
  }
}
