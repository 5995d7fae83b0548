package dev.tandemq.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The checkout that the tests run in: its files and documents, named from its root. */
final class Checkout {

  /** Below "src" are those that are packed into a release: their links lead there. */
  private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules", "src");

  private Checkout() {}

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      if (Files.exists(folder.resolve("README.zh-CN.md"))) {
        return folder;
      }
      folder = folder.getParent();
    }
    throw new AssertionError("no folder above holds the README");
  }

  static String read(String path) {
    try {
      return Files.readString(root().resolve(path), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  /** Every document, sorted by path. */
  static List<Document> documents() {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .map(root()::relativize)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(Checkout::isOurs)
          .map(file -> file.toString().replace('\\', '/'))
          .sorted()
          .map(Checkout::document)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Document document(String path) {
    return Document.parse(path, read(path));
  }

  private static boolean isOurs(Path file) {
    return StreamSupport.stream(file.spliterator(), false)
        .noneMatch(part -> NOT_OURS.contains(part.toString()));
  }
}
