package com.example.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * All that changes what the store says. A process may die between any two of these calls, or in the
 * middle of one that writes: they are apart from {@link Disk} so that a test can die there.
 */
class Writes {

  /** Not atomic. */
  void write(Path file, byte[] content) throws IOException {
    Files.write(file, content);
  }

  /** Not atomic. The file is made if need be. */
  void append(Path file, byte[] more) throws IOException {
    Files.write(file, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Atomic; takes the place of what is there. */
  void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Not atomic. */
  void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  void empty(Path file) throws IOException {
    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
        .close();
  }

  /** Of a file or of a directory that is empty. */
  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** The number in the lock file. */
  void version(StoreLock.Held lock, long version) throws IOException {
    lock.version(version);
  }

  void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
  }
}
