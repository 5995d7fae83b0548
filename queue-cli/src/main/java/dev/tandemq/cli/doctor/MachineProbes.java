package dev.tandemq.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The probes that look at the machine and at Java: nothing in them needs a store. */
final class MachineProbes {

  static final int OLDEST_JAVA = 17;

  /** The newest that the tests of this release ran on. */
  static final int NEWEST_JAVA = 25;

  private static final long MIB = 1L << 20;

  /** Less than this and a few payloads of one mebibyte fill it. */
  private static final long LITTLE_HEAP = 64 * MIB;

  private static final long TIGHT_HEAP = 192 * MIB;
  private static final long LITTLE_ROOM = 10 * MIB;
  private static final long TIGHT_ROOM = 512 * MIB;

  /** A command at work takes up to six: three pipes, and files for what it writes. */
  private static final long FILES_PER_COMMAND = 6;

  private static final long LITTLE_FILES = 128;
  private static final long TIGHT_FILES = 1024;
  private static final int SAMPLE_BYTES = 64 * 1024;
  private static final String GIVE_HEAP =
      "give it more, as with TANDEM_JAVA_OPTS=-Xmx512m, or give the container more memory";

  private final Surroundings around;

  MachineProbes(Surroundings around) {
    this.around = around;
  }

  /** All of them, in the order shown. */
  List<Probe> all() {
    return List.of(
        new Probe(Check.JAVA, this::java),
        new Probe(Check.PROCESSORS, this::processors),
        new Probe(Check.MEMORY, this::memory),
        new Probe(Check.CHARSET, this::charset),
        new Probe(Check.TEMPORARY_FOLDER, this::temporaryFolder),
        new Probe(Check.OPEN_FILES, this::openFiles),
        new Probe(Check.SHELL, this::shell),
        new Probe(Check.SETSID, this::setsid),
        new Probe(Check.CHILD_PROCESSES, this::childProcesses));
  }

  // ---- Java

  private Finding java() {
    String found = around.property("java.version") + " by " + around.property("java.vendor");
    String feature = around.property("java.specification.version");
    int version = feature.matches("[0-9]{1,4}") ? Integer.parseInt(feature) : 0;
    if (version < OLDEST_JAVA) {
      return Finding.failed(
          found, "install Java " + OLDEST_JAVA + " or newer, on the PATH or in JAVA_HOME");
    }
    if (version > NEWEST_JAVA) {
      return Finding.warning(
          found,
          "this release was tried on Java "
              + OLDEST_JAVA
              + " to "
              + NEWEST_JAVA
              + "; if something looks odd, try one of these");
    }
    return Finding.ok(found);
  }

  private Finding processors() {
    if (around.processors() == 1) {
      return Finding.warning(
          "1; run has one slot unless -c names more",
          "commands that mostly wait gain from tandem run -c 4; a container may have been given"
              + " less than the machine has");
    }
    return Finding.ok(around.processors() + "; run has as many slots unless -c names another");
  }

  private Finding memory() {
    String found = "at most " + mib(around.maxHeapBytes()) + " for objects";
    if (around.maxHeapBytes() < LITTLE_HEAP) {
      return Finding.failed(found, GIVE_HEAP);
    }
    return around.maxHeapBytes() < TIGHT_HEAP
        ? Finding.warning(found + "; enough for small jobs", GIVE_HEAP)
        : Finding.ok(found);
  }

  private Finding charset() {
    String charset = around.property("sun.jnu.encoding");
    if (!charset.equalsIgnoreCase("UTF-8")) {
      return Finding.failed(
          (charset.isEmpty() ? "unknown" : charset)
              + "; arguments that are not ASCII arrive as question marks",
          "start tandem by its launcher, or with LC_ALL=C.UTF-8 in the environment");
    }
    boolean isLaunchers = around.environment().containsKey("TANDEM_CALLER_LC_ALL");
    return Finding.ok(isLaunchers ? charset + ", set by the launcher" : charset);
  }

  // ---- the system

  /** Writes and reads a file there: rights and quotas are told by nothing else. */
  private Finding temporaryFolder() {
    Path folder = around.temporaryFolder();
    String advice = "name a folder with room, as with TANDEM_JAVA_OPTS=-Djava.io.tmpdir=/var/tmp";
    long free;
    try {
      writeAndRead(folder);
      free = around.freeBytes().in(folder);
    } catch (IOException e) {
      return Finding.failed(folder + " cannot be written: " + e, advice);
    }
    String found = folder + " with " + mib(free) + " free";
    if (free < LITTLE_ROOM) {
      return Finding.failed(found, advice);
    }
    return free < TIGHT_ROOM
        ? Finding.warning(found + ", where the output of commands waits for its turn", advice)
        : Finding.ok(found);
  }

  private static void writeAndRead(Path folder) throws IOException {
    byte[] sample = new byte[SAMPLE_BYTES];
    Arrays.fill(sample, (byte) 'x');
    Path file = Files.createTempFile(folder, "tandem-doctor-", "");
    try {
      Files.write(file, sample);
      if (!Arrays.equals(Files.readAllBytes(file), sample)) {
        throw new IOException("what was written did not come back");
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Finding openFiles() {
    if (around.openFiles().isEmpty()) {
      return Finding.warning(
          "the limit cannot be told here", "see to it that ulimit -n says 1024 or more");
    }
    long limit = around.openFiles().getAsLong();
    String found = "at most " + limit + ", enough for " + limit / FILES_PER_COMMAND + " commands";
    String advice = "raise the limit before tandem is started: ulimit -n 4096";
    if (limit < LITTLE_FILES) {
      return Finding.failed(found, advice);
    }
    return limit < TIGHT_FILES ? Finding.warning(found, advice) : Finding.ok(found);
  }

  private Finding shell() {
    return around
        .executables()
        .apply("sh")
        .map(path -> Finding.ok(path.toString()))
        .orElseGet(
            () ->
                Finding.failed(
                    "no sh on the PATH",
                    "put the folder of sh, mostly /bin, on the PATH; commands as sh -c '...' need"
                        + " it"));
  }

  private Finding setsid() {
    return around
        .executables()
        .apply("setsid")
        .map(path -> Finding.ok(path.toString()))
        .orElseGet(
            () ->
                Finding.warning(
                    "no setsid on the PATH: Ctrl-C ends commands at once, not after their job",
                    "install util-linux"));
  }

  private Finding childProcesses() throws InterruptedException {
    try {
      Duration took = around.childTrial().call();
      return Finding.ok(
          String.format(
              Locale.ROOT,
              "a shell and its child were started and ended in %d ms",
              TimeUnit.NANOSECONDS.toMillis(took.toNanos())));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Finding.failed(
          String.valueOf(e.getMessage()),
          "look at the limit of processes (ulimit -u, or that of the container), and at what keeps"
              + " processes from being started or ended");
    }
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes / MIB);
  }
}
