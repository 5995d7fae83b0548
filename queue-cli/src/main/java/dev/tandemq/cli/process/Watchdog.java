package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Outlives this process by a moment and kills the commands that it left: a small shell that is told
 * of every command that begins and ends, by a pipe whose end of file tells it that we are gone, by
 * SIGKILL too. Kills process groups where commands have one of their own, else the commands alone.
 * Where it cannot be started, or is killed itself, commands are left to themselves. Safe for
 * concurrent use.
 */
final class Watchdog implements AutoCloseable {

  private static final String SCRIPT =
      "left=' '; while read -r word pid; do case $word in"
          + " +) left=\"$left$pid \";;"
          + " -) left=\"${left%% $pid *} ${left#* $pid }\";;"
          + " esac; done; for pid in $left; do kill -KILL \"$1$pid\" \"$pid\"; done";

  private final @Nullable OutputStream pipe;

  private Watchdog(@Nullable OutputStream pipe) {
    this.pipe = pipe;
  }

  /** Watches nothing. */
  static Watchdog none() {
    return new Watchdog(null);
  }

  /**
   * Starts one, if it can be started.
   *
   * @param setsid the command that gives others a session of their own, if there is one
   */
  static Watchdog start(Optional<String> setsid) {
    List<String> shell =
        List.of("/bin/sh", "-c", SCRIPT, "tandem-watchdog", setsid.isPresent() ? "-" : "");
    List<String> command = new ArrayList<>();
    // Else a Ctrl-C on the terminal would end it before us.
    setsid.ifPresent(command::add);
    command.addAll(shell);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      return new Watchdog(process.getOutputStream());
    } catch (IOException e) {
      return none();
    }
  }

  /** A command has begun. */
  void began(long pid) {
    tell("+ " + pid + "\n");
  }

  /** A command has ended, and its process group with it; or its rest is to be let be. */
  void ended(long pid) {
    tell("- " + pid + "\n");
  }

  private synchronized void tell(String line) {
    if (pipe == null) {
      return;
    }
    try {
      pipe.write(line.getBytes(US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      // It is gone or closed; there is nobody to tell.
    }
  }

  /** Lets it end. What has not ended by now is killed. */
  @Override
  public synchronized void close() {
    if (pipe == null) {
      return;
    }
    try {
      pipe.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
