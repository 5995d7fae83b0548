package dev.tandemq.cli;

import dev.tandemq.cli.run.OpenFiles;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command that answers a question writes its answer. */
enum QueryFormat {
  TABLE,
  JSON,
  JSONL;

  /** What was asked for; else a table for people and JSON for programs. */
  static QueryFormat orDefault(Optional<QueryFormat> wanted) {
    return wanted.orElseGet(() -> OpenFiles.isTerminal(1) ? TABLE : JSON);
  }

  /** Reads what was typed. */
  static final class Converter implements ITypeConverter<QueryFormat> {

    @Override
    public QueryFormat convert(String text) {
      return Stream.of(values())
          .filter(format -> format.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + text + "' is none of table, json, jsonl"));
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
