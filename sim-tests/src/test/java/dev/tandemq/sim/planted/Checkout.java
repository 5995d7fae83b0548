package dev.tandemq.sim.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in: where the shipped sources and the documents are. */
final class Checkout {

  private Checkout() {}

  /** The text of a file, its path from the root of the checkout. */
  static String read(String path) {
    try {
      return Files.readString(root().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException("no file " + path, e);
    }
  }

  /** The root: the nearest folder upwards with all modules in it. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("queue-engine/src/main/java"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("the tests of planted bugs run within the checkout only");
    }
    return folder;
  }
}
