package dev.tandemq.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What every verb owes its users, whoever wrote it. */
final class HelpTest {

  private static final Set<String> FORMATS = Set.of("RunFormat", "QueryFormat");

  static Stream<String> verbs() {
    return tandem().getSubcommands().keySet().stream();
  }

  private static CommandLine tandem() {
    Host host =
        new Host(
            List.of(),
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            (name, action) -> {},
            code -> {});
    return Tandem.commandLine(host);
  }

  private static CommandLine verb(String name) {
    return requireNonNull(tandem().getSubcommands().get(name));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void aVerbIsDescribedInOneSentence(String name) {
    assertThat(verb(name).getCommandSpec().usageMessage().description()).hasSize(1);
    assertThat(verb(name).getCommandSpec().usageMessage().description()[0])
        .matches("[A-Z].{10,70}\\.");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void theHelpOfAVerbEndsWithExamplesThatParse(String name) {
    checkExamples(verb(name), name);
  }

  @Test
  void theHelpOfTandemEndsWithExamplesThatParse() {
    checkExamples(tandem(), "tandem");
  }

  private static void checkExamples(CommandLine command, String name) {
    List<String> examples = Examples.of(command);
    assertThat(examples).as("examples of " + name).isNotEmpty();
    for (String example : examples) {
      List<List<String>> calls = Examples.calls(example);
      assertThat(calls).as("calls of tandem in: " + example).isNotEmpty();
      for (List<String> call : calls) {
        assertThatCode(() -> tandem().parseArgs(call.toArray(new String[0])))
            .as(example)
            .doesNotThrowAnyException();
      }
    }
    if (!name.equals("tandem")) {
      assertThat(examples.toString()).contains("tandem " + name);
    }
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void theHelpOfAVerbFitsIntoATerminal(String name) {
    Outcome outcome = InProcess.run("", "help", name);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.outLines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbKnowsTheOptionsOfAll(String name) {
    Set<String> expected =
        name.equals("help")
            ? Set.of("--help")
            : Set.of("-h", "--help", "-V", "--version", "--debug");

    assertThat(verb(name).getCommandSpec().optionsMap())
        .containsKeys(expected.toArray(new String[0]));
  }

  @Test
  void anOptionMeansTheSameInEveryVerb() {
    Map<String, String> meanings = new HashMap<>();
    verbs()
        .filter(name -> !name.equals("help"))
        .flatMap(name -> verb(name).getCommandSpec().options().stream())
        .forEach(
            option -> {
              String meaning = meaning(option);
              for (String name : option.names()) {
                assertThat(meanings.merge(name, meaning, (known, same) -> known))
                    .as(name)
                    .isEqualTo(meaning);
              }
            });
    assertThat(meanings).containsKeys("-u", "-o", "--debug");
  }

  /**
   * Names, label, type of one value and reader; the formats of answers and of reports are one
   * meaning.
   */
  private static String meaning(OptionSpec option) {
    Class<?> single = option.typeInfo().isCollection() ? option.auxiliaryTypes()[0] : option.type();
    String type = single.getSimpleName();
    return String.join(
        " ",
        Arrays.toString(option.names()),
        option.paramLabel(),
        FORMATS.contains(type) ? "FORMAT" : type,
        FORMATS.contains(type)
            ? ""
            : Stream.of(option.converters())
                .map(one -> one.getClass().getName())
                .toList()
                .toString());
  }

  @Test
  void theVerbsStandInGroupsAndNoneIsLeftOver() {
    Outcome outcome = InProcess.run("", "--help");

    assertThat(outcome.out()).contains("Begin here:", "Run jobs:").doesNotContain("More:");
    assertThat(verbs())
        .allSatisfy(
            name ->
                assertThat(outcome.outLines())
                    .as(name)
                    .filteredOn(line -> line.matches("  " + name + " +[A-Z].*"))
                    .hasSize(1));
    assertThat(outcome.outLines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void aSlipIsAnsweredWithWhatWasMeant() {
    assertThat(InProcess.run("", "stast").err())
        .isEqualTo("tandem: no such command: stast; did you mean stats? (see tandem --help)\n");
    assertThat(InProcess.run("", "run", "--max-atempts", "3", "--", "true").err())
        .contains("unknown option: '--max-atempts'; did you mean --max-attempts?");
    assertThat(InProcess.run("", "stats", "--outptu=json").err())
        .contains("unknown option: '--outptu'; did you mean --output?");
    assertThat(InProcess.run("", "nonsense").err()).doesNotContain("did you mean");
  }

  @Test
  void whatWasTypedCannotMoveTheCursor() {
    assertThat(InProcess.run("", "\u001b[31mred").err())
        .contains("no such command: \\x1b[31mred")
        .doesNotContain("\u001b");
  }

  @Test
  void withoutACommandToRunOnlyTheFormOfTheCallIsShown() {
    Outcome outcome = InProcess.run("", "run");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("tandem run: no CMD given (see tandem run --help)\nUsage: tandem run")
        .doesNotContain("Exit status");
  }
}
