package dev.tandemq.cli.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command with everything that it started and that is still alive, found by descent and by
 * session. Where there is no table of processes, only what descends from the living is found. Used
 * by one thread at a time.
 */
final class ProcessTree {

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final int ROUNDS = 10;

  private final Process leader;
  private final Set<ProcessHandle> known = new HashSet<>();

  ProcessTree(Process leader) {
    this.leader = leader;
  }

  /**
   * Asks all to end: SIGTERM, the leader first, so that a shell does not go on to its next command.
   */
  void terminate() {
    // By its handle: the process itself would close its outputs, and lose its last words.
    leader.toHandle().destroy();
    members().stream()
        .filter(member -> member.pid() != leader.pid())
        .forEach(ProcessHandle::destroy);
  }

  /** Ends all: SIGKILL, again and again until no new member has been born meanwhile. */
  void kill() {
    Set<ProcessHandle> killed = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      boolean anyNew = false;
      for (ProcessHandle member : members()) {
        member.destroyForcibly();
        anyNew |= killed.add(member);
      }
      if (!anyNew) {
        return;
      }
    }
  }

  /** Waits until no member is alive; false when the time is over before. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    leader.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    while (!members().isEmpty()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      // Nobody tells of the end of a process that is not one's own child.
      pause();
    }
    return true;
  }

  private static void pause() throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
  }

  private List<ProcessHandle> members() {
    if (!ProcessTable.isPresent()) {
      Stream.concat(Stream.of(leader.toHandle()), leader.descendants()).forEach(known::add);
      known.removeIf(member -> !member.isAlive());
      return List.copyOf(known);
    }
    ProcessTable table = ProcessTable.read();
    Set<Long> alive = table.family(leader.pid());
    known.forEach(member -> alive.addAll(table.family(member.pid())));
    known.clear();
    alive.forEach(pid -> ProcessHandle.of(pid).ifPresent(known::add));
    return List.copyOf(known);
  }
}
