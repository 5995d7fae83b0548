package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A rehearsal of what {@code run} does with a command whose time is up: a shell with a child of its
 * own is started, and both are ended.
 */
public final class ChildTrial {

  /** Longer than the trial lasts; should we be killed it does not stay for ever. */
  private static final String CHILD = "sleep 60 & echo $!; wait";

  private ChildTrial() {}

  /**
   * Starts the two and ends them.
   *
   * @return how long that took
   * @throws IOException when the shell could not be started, or one of them lived on
   */
  public static Duration run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> command = new ArrayList<>();
    Executables.onPath().find("setsid").ifPresent(path -> command.add(path.toString()));
    command.addAll(List.of("sh", "-c", CHILD));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .start();
    ProcessTree tree = new ProcessTree(process);
    try {
      long child = child(process);
      end(tree, child);
    } finally {
      tree.kill();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static long child(Process process) throws IOException {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
      String line = String.valueOf(out.readLine());
      if (!line.matches("[0-9]{1,18}")) {
        throw new IOException("the shell started no child; it said: " + line);
      }
      return Long.parseLong(line);
    }
  }

  private static void end(ProcessTree tree, long child) throws IOException, InterruptedException {
    tree.terminate();
    if (!tree.awaitEnd(RunningCommand.TERM_TO_KILL)) {
      throw new IOException("the shell or its child was alive 2 s after SIGTERM");
    }
    if (ProcessTable.isPresent() && ProcessTable.read().family(child).contains(child)) {
      throw new IOException("the child of the shell outlived it");
    }
  }
}
