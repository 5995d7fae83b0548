package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.run.ExitCode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tandem completion}: the script that completes command lines of tandem in a shell. */
@Command(
    name = "completion",
    description = "Print a script that completes tandem on the TAB key.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "For this shell alone type the first or second line below; for every new one put",
      "it into ~/.bashrc or ~/.zshrc. It serves ./tandem as well.",
      "",
      "Examples:",
      "  source <(tandem completion bash)",
      "  source <(tandem completion zsh)",
      "  tandem completion bash > ~/.local/share/bash-completion/completions/tandem",
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells that the script is for. */
  enum Shell {
    BASH,
    ZSH;

    /** Reads what was typed. */
    static final class Converter implements ITypeConverter<Shell> {

      @Override
      public Shell convert(String text) {
        return Stream.of(values())
            .filter(shell -> shell.toString().equals(text))
            .findFirst()
            .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of bash, zsh"));
      }
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Host host;

  @Spec CommandSpec spec;

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  @Parameters(
      arity = "1",
      paramLabel = "SHELL",
      converter = Shell.Converter.class,
      description = "bash or zsh.")
  Shell shell = Shell.BASH;

  CompletionCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    String script = CompletionScript.of(spec.root(), shell == Shell.ZSH);
    new Console(host.out(), host.err(), false).print(out -> out.write(script.getBytes(UTF_8)));
    return ExitCode.OK;
  }
}
