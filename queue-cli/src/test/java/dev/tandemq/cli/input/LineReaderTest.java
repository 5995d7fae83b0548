package dev.tandemq.cli.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LineReaderTest {

  private static final int LIMIT = 8;

  @Test
  void lineFeedOrBothEndALineAndTheLastNeedsNoEnd() throws IOException {
    assertThat(read("a\nb\r\nc", false)).containsExactly("1:a", "2:b", "3:c");
    assertThat(read("a\n", false)).containsExactly("1:a");
    assertThat(read("", false)).isEmpty();
  }

  @Test
  void onlyTheCarriageReturnBeforeTheLineFeedIsCutOff() throws IOException {
    assertThat(read("a\r\r\n\rb\nc\r", false)).containsExactly("1:a\r", "2:\rb", "3:c\r");
  }

  @Test
  void emptyLinesAreSkippedCountedAndKeepTheirNumbers() throws IOException {
    LineReader reader = reader("\n\r\na\n\nb\n\n", false);

    assertThat(rest(reader)).containsExactly("3:a", "5:b");
    assertThat(reader.emptyLines()).isEqualTo(4);
  }

  @Test
  void withNulLineEndsAreData() throws IOException {
    assertThat(read("a\nb\r\0\0c\r\n\0d", true)).containsExactly("1:a\nb\r", "3:c\r\n", "4:d");
  }

  @Test
  void bytesAreNotDecoded() throws IOException {
    assertThat(read("\u00ff\u0000\u0080\n", false)).containsExactly("1:\u00ff\u0000\u0080");
  }

  @Test
  void aLineAtTheLimitIsWholeWhateverEndsIt() throws IOException {
    assertThat(read("12345678\n12345678\r\n12345678", false))
        .containsExactly("1:12345678", "2:12345678", "3:12345678");
  }

  @Test
  void ofALineThatIsTooLongOnlyTheBeginningIsKept() throws IOException {
    LineReader reader = reader("123456789\n12345678901\r\nok\n1234567890", false);

    Line first = reader.next().orElseThrow();
    assertThat(first.isWhole()).isFalse();
    assertThat(first.length()).isEqualTo(9);
    assertThat(new String(first.bytes(), ISO_8859_1)).isEqualTo("12345678");
    assertThat(reader.next().orElseThrow().length()).isEqualTo(11);
    assertThat(new String(reader.next().orElseThrow().bytes(), ISO_8859_1)).isEqualTo("ok");
    assertThat(reader.next().orElseThrow().length()).isEqualTo(10);
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void linesAcrossReadsAreWhole() throws IOException {
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream("ab\r\ncd\n".getBytes(ISO_8859_1))) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, 1);
          }
        };

    assertThat(rest(new LineReader(slow, LIMIT, false))).containsExactly("1:ab", "2:cd");
  }

  @Test
  void knowsWhetherTheNextLineIsAtHand() throws IOException {
    LineReader reader = reader("a\nb\nc", false);

    assertThat(reader.hasNextAtHand()).isFalse();
    Optional<Line> unused = reader.next();
    assertThat(reader.hasNextAtHand()).isTrue();
    unused = reader.next();
    assertThat(reader.hasNextAtHand()).isFalse();
  }

  private static List<String> read(String input, boolean nulSeparated) throws IOException {
    return rest(reader(input, nulSeparated));
  }

  private static LineReader reader(String input, boolean nulSeparated) {
    return new LineReader(
        new ByteArrayInputStream(input.getBytes(ISO_8859_1)), LIMIT, nulSeparated);
  }

  private static List<String> rest(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
      lines.add(line.get().number() + ":" + new String(line.get().bytes(), ISO_8859_1));
    }
    return lines;
  }
}
