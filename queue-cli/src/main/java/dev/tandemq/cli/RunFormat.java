package dev.tandemq.cli;

import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command that runs jobs reports them. */
enum RunFormat {
  TEXT,
  JSON,
  JSONL;

  /** Reads what was typed. */
  static final class Converter implements ITypeConverter<RunFormat> {

    @Override
    public RunFormat convert(String text) {
      return Stream.of(values())
          .filter(format -> format.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + text + "' is none of text, json, jsonl"));
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
