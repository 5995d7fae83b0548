package dev.tandemq.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The script that completes command lines, made from what the parser knows: verbs, their options,
 * the values of an option where they are few, files, and what stands after the verb. It is written
 * for bash, and keeps to what zsh understands of that too.
 */
final class CompletionScript {

  private static final String NONE = "@none";
  private static final String FILES = "@files";
  private static final String COMMAND = "@command";

  private static final String ZSH_HEAD =
      """
      autoload -U +X compinit && compinit -u
      autoload -U +X bashcompinit && bashcompinit
      """;

  /** Finds out what stands before the cursor; the tables of verbs and options are filled in. */
  private static final String BODY =
      """
      # Completes command lines of tandem; made by: tandem completion

      # Sets options, those with a value, and what stands behind the options.
      _tandem_verb() {
        rest=@none
        case $1 in
      %s    *) return 1 ;;
        esac
      }

      # Prints the values of an option; @files and @none stand for what they say.
      _tandem_values() {
        case "$1 $2" in
      %s    *) echo @none ;;
        esac
      }

      _tandem() {
        local cur verb word options valued rest values expect glued seen prefix i
        cur=${COMP_WORDS[COMP_CWORD]}
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "%s" -- "$cur"))
          return
        fi
        verb=${COMP_WORDS[1]}
        _tandem_verb "$verb" || return 0
        # Which option waits for its value, and where do the options end? Bash cuts words at colons
        # and equals signs.
        i=2 expect= glued= seen= prefix=
        while [ "$i" -lt "$COMP_CWORD" ] && [ -z "$seen" ]; do
          word=${COMP_WORDS[i]}
          if [ -n "$expect" ]; then
            if [ "$word" != = ]; then expect=; fi
          elif [ -n "$glued" ] && [ "${word#-}" = "$word" ]; then
            glued=
          else
            glued=
            case $word in
              :) glued=yes ;;
              --) seen=$((i + 1)) ;;
              -*) case " $valued " in *" $word "*) expect=$word ;; esac ;;
              *) seen=$i ;;
            esac
          fi
          i=$((i + 1))
        done
        if [ -n "$seen" ]; then
          _tandem_rest "$seen"
          return
        fi
        case $cur in
          --*=*) expect=${cur%%%%=*} prefix=$expect= cur=${cur#*=} ;;
          =) cur= ;;
        esac
        if [ -n "$expect" ]; then
          values=$(_tandem_values "$verb" "$expect")
          case $values in
            @files) COMPREPLY=($(compgen -P "$prefix" -f -- "$cur")) ;;
            @none) ;;
            *) COMPREPLY=($(compgen -P "$prefix" -W "$values" -- "$cur")) ;;
          esac
          return
        fi
        if [ -n "$glued" ]; then return; fi
        case $cur in
          -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
          *) _tandem_rest "$COMP_CWORD" ;;
        esac
      }

      # Behind the options; $1 tells where that begins.
      _tandem_rest() {
        case $rest in
          @command)
            if [ "$1" -eq "$COMP_CWORD" ]; then
              COMPREPLY=($(compgen -c -- "$cur") $(compgen -f -- "$cur"))
            else
              COMPREPLY=($(compgen -f -- "$cur"))
            fi ;;
          @files) COMPREPLY=($(compgen -f -- "$cur")) ;;
          @none) ;;
          *) COMPREPLY=($(compgen -W "$rest" -- "$cur")) ;;
        esac
      }

      complete -o filenames -F _tandem tandem
      """;

  private CompletionScript() {}

  /** The script for a command with verbs. */
  static String of(CommandSpec tandem, boolean forZsh) {
    StringBuilder verbs = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (Map.Entry<String, CommandLine> verb : tandem.subcommands().entrySet()) {
      CommandSpec spec = verb.getValue().getCommandSpec();
      verbs.append(verbCase(verb.getKey(), spec, tandem.subcommands().keySet()));
      spec.options().stream()
          .filter(CompletionScript::takesValue)
          .forEach(option -> values.append(valueCase(verb.getKey(), option)));
    }
    String words =
        Stream.concat(tandem.subcommands().keySet().stream(), names(tandem, option -> true))
            .collect(Collectors.joining(" "));
    return (forZsh ? ZSH_HEAD : "") + BODY.formatted(verbs, values, words);
  }

  private static String verbCase(String name, CommandSpec spec, Set<String> verbs) {
    return "    %s) options='%s' valued='%s' rest='%s' ;;\n"
        .formatted(
            name,
            names(spec, option -> true).collect(Collectors.joining(" ")),
            names(spec, CompletionScript::takesValue).collect(Collectors.joining(" ")),
            rest(spec, verbs));
  }

  private static Stream<String> names(CommandSpec spec, Predicate<OptionSpec> wanted) {
    return spec.options().stream()
        .filter(option -> !option.hidden())
        .filter(wanted)
        .flatMap(option -> Stream.of(option.names()));
  }

  /** One whose value may be left out has it glued on, behind an equals sign. */
  private static boolean takesValue(OptionSpec option) {
    return option.arity().min() > 0;
  }

  private static String rest(CommandSpec spec, Set<String> verbs) {
    Optional<PositionalParamSpec> first = spec.positionalParameters().stream().findFirst();
    if (first.isEmpty()) {
      return NONE;
    }
    String label = first.get().paramLabel();
    if (label.startsWith("CMD")) {
      return COMMAND;
    }
    return label.contains("COMMAND") ? String.join(" ", verbs) : candidates(first.get());
  }

  private static String valueCase(String verb, OptionSpec option) {
    String patterns =
        Stream.of(option.names())
            .map(name -> "'" + verb + " " + name + "'")
            .collect(Collectors.joining(" | "));
    return "    %s) echo '%s' ;;\n".formatted(patterns, candidates(option));
  }

  /** Values to choose from; a file where the label says so. */
  private static String candidates(ArgSpec argument) {
    if (argument.paramLabel().contains("FILE") || Path.class.equals(argument.type())) {
      return FILES;
    }
    List<String> words = new ArrayList<>();
    Iterable<String> known = argument.completionCandidates();
    if (known != null) {
      StreamSupport.stream(known.spliterator(), false).forEach(words::add);
    } else if (argument.type().isEnum()) {
      Stream.of(argument.type().getEnumConstants()).map(String::valueOf).forEach(words::add);
    }
    return words.isEmpty() ? NONE : String.join(" ", words);
  }
}
