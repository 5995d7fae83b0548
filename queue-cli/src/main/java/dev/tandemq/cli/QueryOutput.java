package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how a command answers a question, and the answer in that form. */
final class QueryOutput {

  /** Writes one thing of the answer as one JSON value. */
  @FunctionalInterface
  interface Writer<T> {

    void write(JsonGenerator json, T thing) throws IOException;
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = QueryFormat.Converter.class,
      description = "table, json or jsonl; default: table on a terminal, else json.")
  @Nullable QueryFormat format;

  /** The form that was asked for, or that fits to where it goes. */
  QueryFormat format() {
    return QueryFormat.orDefault(Optional.ofNullable(format));
  }

  /** Prints things: as a table, as one array, or as one object per line. */
  <T> void print(Host host, List<T> things, Function<List<T>, String> table, Writer<T> writer)
      throws IOException {
    print(host, text(things, table, writer));
  }

  /** Prints a text. */
  static void print(Host host, String text) throws IOException {
    Console console = new Console(host.out(), host.err(), false);
    console.print(out -> out.write(text.getBytes(UTF_8)));
  }

  /** What {@link #print} prints. */
  <T> String text(List<T> things, Function<List<T>, String> table, Writer<T> writer)
      throws IOException {
    return switch (format()) {
      case TABLE -> table.apply(things);
      case JSON ->
          line(
              json -> {
                json.writeStartArray();
                for (T thing : things) {
                  writer.write(json, thing);
                }
                json.writeEndArray();
              });
      case JSONL -> {
        StringBuilder lines = new StringBuilder();
        for (T thing : things) {
          lines.append(line(json -> writer.write(json, thing)));
        }
        yield lines.toString();
      }
    };
  }

  /** The answer to a question that has one: as a table of one row, or as one object. */
  <T> String text(T thing, Function<T, String> table, Writer<T> writer) throws IOException {
    return format() == QueryFormat.TABLE
        ? table.apply(thing)
        : line(json -> writer.write(json, thing));
  }

  private static String line(JsonText.Value value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonText.line(value).writeTo(bytes);
    return bytes.toString(UTF_8);
  }

  /** Prints the one thing that was asked for: as a table, or as one object. */
  <T> void printOne(Host host, T thing, Function<T, String> table, Writer<T> writer)
      throws IOException {
    Console console = new Console(host.out(), host.err(), false);
    if (QueryFormat.orDefault(Optional.ofNullable(format)) == QueryFormat.TABLE) {
      console.print(out -> out.write(table.apply(thing).getBytes(UTF_8)));
    } else {
      console.print(JsonText.line(json -> writer.write(json, thing)));
    }
  }
}
