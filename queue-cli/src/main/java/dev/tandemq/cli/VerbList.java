package dev.tandemq.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The verbs in groups, each with one line: the middle of what {@code tandem --help} shows. */
final class VerbList implements IHelpSectionRenderer {

  /** By heading, in the order shown. Names that this release does not have are passed over. */
  private static final Map<String, List<String>> GROUPS = groups();

  private static final String REST = "More";

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("Begin here", List.of("demo", "doctor", "bench"));
    groups.put("Run jobs", List.of("run", "push", "work"));
    groups.put(
        "See how things stand",
        List.of("stats", "queues", "jobs", "job", "why", "failed", "drivers"));
    groups.put("See who is there", List.of("nodes", "leader", "locks"));
    groups.put("Step in", List.of("retry", "forget", "cancel", "pause", "resume", "clear"));
    groups.put("Prove that it holds", List.of("sim", "check"));
    groups.put("About the command", List.of("help", "completion", "version"));
    return groups;
  }

  @Override
  public String render(Help help) {
    Map<String, CommandLine> verbs =
        new LinkedHashMap<>(help.commandSpec().commandLine().getSubcommands());
    int width = verbs.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<String>> group : GROUPS.entrySet()) {
      List<String> lines = new ArrayList<>();
      for (String name : group.getValue()) {
        CommandLine verb = verbs.remove(name);
        if (verb != null) {
          lines.add(line(name, verb, width));
        }
      }
      append(text, group.getKey(), lines);
    }
    List<String> rest = new ArrayList<>();
    verbs.forEach((name, verb) -> rest.add(line(name, verb, width)));
    append(text, REST, rest);
    return text.toString();
  }

  private static void append(StringBuilder text, String heading, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append('\n').append(heading).append(":\n").append(String.join("", lines));
    }
  }

  private static String line(String name, CommandLine verb, int width) {
    String[] description = verb.getCommandSpec().usageMessage().description();
    return "  "
        + name
        + " ".repeat(width - name.length() + 2)
        + (description.length == 0 ? "" : description[0])
        + "\n";
  }
}
