package dev.tandemq.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** A line of text in colours, no longer than its width. For one thread. */
final class StyledLine {

  private record Span(String text, Colour colour) {}

  private final int width;
  private final List<Span> spans = new ArrayList<>();
  private int length;

  /** An empty line that keeps so many columns; what goes beyond is cut off. */
  StyledLine(int width) {
    this.width = width;
  }

  /** Appends text whose characters are one column wide each. */
  StyledLine add(String text, Colour colour) {
    String fitting = text.substring(0, Math.min(text.length(), width - length));
    if (fitting.isEmpty()) {
      return this;
    }
    int end = spans.size() - 1;
    if (end >= 0 && spans.get(end).colour() == colour) {
      spans.set(end, new Span(spans.get(end).text() + fitting, colour));
    } else {
      spans.add(new Span(fitting, colour));
    }
    length += fitting.length();
    return this;
  }

  /** Appends text cut and filled up to so many columns. */
  StyledLine column(String text, int columns, Colour colour) {
    String cut = text.substring(0, Math.min(text.length(), columns));
    return add(cut + " ".repeat(columns - cut.length()), colour);
  }

  /** The text alone. */
  String text() {
    StringBuilder text = new StringBuilder();
    spans.forEach(span -> text.append(span.text()));
    return text.toString().stripTrailing();
  }

  /** The text with escape sequences around what has a colour. */
  String ansi() {
    StringBuilder text = new StringBuilder();
    for (Span span : spans) {
      if (span.colour() == Colour.PLAIN) {
        text.append(span.text());
      } else {
        text.append("\u001b[").append(span.colour().code()).append('m');
        text.append(span.text()).append("\u001b[0m");
      }
    }
    return text.toString();
  }
}
