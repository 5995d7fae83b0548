package com.example.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file {@code changes}, by which a process tells the others at which files to look, so that
 * they need not list all of them. It is written before the change and says no more than that one
 * may be there: whoever reads it looks at the file itself, so it does not matter where its writer
 * died. Cleared only together with a new version in the lock file, after which nobody trusts what
 * it has read of it. Guarded by the store's lock.
 */
final class Changes {

  /** Some thousand changes; then it costs less to begin anew. */
  private static final int LONG = 1 << 20;

  private static final Pattern NAME = Pattern.compile("[^/]+/[^/]+/[^/]+");

  private final Path file;
  private final Path queues;
  private final Writes writes;
  private long read;

  /**
   * Nothing is read yet.
   *
   * @param queues what the names are relative to
   */
  Changes(Path file, Path queues, Writes writes) {
    this.file = file;
    this.queues = queues;
    this.writes = writes;
  }

  /** The files that others have named since this was last called; each once. */
  Set<Path> unread() throws IOException {
    Set<Path> named = new LinkedHashSet<>();
    long size = size();
    if (size > read) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size - read));
      try (SeekableByteChannel channel = Files.newByteChannel(file)) {
        channel.position(read);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      }
      for (String line : new String(bytes.array(), StandardCharsets.UTF_8).split("\n")) {
        // A line may be cut off, where its writer died or the disk was full.
        if (NAME.matcher(line).matches()) {
          named.add(queues.resolve(line));
        }
      }
    }
    read = size;
    return named;
  }

  /** Everything is read from the directory itself. */
  void skip() throws IOException {
    read = size();
  }

  boolean isLong() {
    return read > LONG;
  }

  /** Names files, in the form {@code queue/folder/name}. */
  void add(Path... files) throws IOException {
    // Before the first one too, for the line before may be cut off.
    StringBuilder lines = new StringBuilder("\n");
    for (Path named : files) {
      lines.append(queues.relativize(named).toString().replace('\\', '/')).append('\n');
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    writes.append(file, bytes);
    read += bytes.length;
  }

  void clear() throws IOException {
    if (size() > 0) {
      writes.empty(file);
    }
    read = 0;
  }

  private long size() throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
