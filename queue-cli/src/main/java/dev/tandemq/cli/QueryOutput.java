package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonText;
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

  /** Prints things: as a table, as one array, or as one object per line. */
  <T> void print(Host host, List<T> things, Function<List<T>, String> table, Writer<T> writer)
      throws IOException {
    Console console = new Console(host.out(), host.err(), false);
    switch (QueryFormat.orDefault(Optional.ofNullable(format))) {
      case TABLE -> {
        String text = table.apply(things);
        console.print(out -> out.write(text.getBytes(UTF_8)));
      }
      case JSON ->
          console.print(
              JsonText.line(
                  json -> {
                    json.writeStartArray();
                    for (T thing : things) {
                      writer.write(json, thing);
                    }
                    json.writeEndArray();
                  }));
      case JSONL -> {
        for (T thing : things) {
          console.print(JsonText.line(json -> writer.write(json, thing)));
        }
      }
    }
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
