package dev.tandemq.fault;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

/**
 * A plan written out in advance: the next calls of a name meet the fates that were set for them, in
 * order, and all others none.
 *
 * <pre>{@code
 * ScriptedFaults faults = new ScriptedFaults().on("JobStore.put", Fate.LOST_ANSWER);
 * }</pre>
 *
 * <p>Safe for concurrent use.
 */
public final class ScriptedFaults implements FaultPlan {

  private final Map<String, Queue<Fate>> scripts = new HashMap<>(); // guarded by itself
  private int hintsToDrop; // guarded by scripts
  private final FaultCounts counts = new FaultCounts();

  /** A plan that harms nothing yet. */
  public ScriptedFaults() {}

  /**
   * Sets the fates of the next calls of this name, after those that are set already. {@link
   * Fate#NONE} lets one pass.
   *
   * @param call port and method, as {@code JobStore.turn}
   * @return this
   * @throws IllegalArgumentException when the port has no such method
   */
  public ScriptedFaults on(String call, Fate... fates) {
    Objects.requireNonNull(call, "call");
    CallNames.checkMethod(call);
    synchronized (scripts) {
      Queue<Fate> script = scripts.computeIfAbsent(call, name -> new ArrayDeque<>());
      for (Fate fate : fates) {
        script.add(Objects.requireNonNull(fate, "fate"));
      }
    }
    return this;
  }

  /**
   * Drops the next hints and broadcast messages, beside those that are to be dropped already.
   *
   * @param more how many, zero or more
   * @return this
   */
  public ScriptedFaults dropHints(int more) {
    if (more < 0) {
      throw new IllegalArgumentException("more is " + more + "; it must not be negative");
    }
    synchronized (scripts) {
      hintsToDrop = Math.addExact(hintsToDrop, more);
    }
    return this;
  }

  /** Forgets what is left of the script: no call is harmed from now on. */
  public void heal() {
    synchronized (scripts) {
      scripts.clear();
      hintsToDrop = 0;
    }
  }

  @Override
  public Fate next(String call) {
    Fate fate;
    synchronized (scripts) {
      Queue<Fate> script = scripts.get(call);
      fate = script == null ? null : script.poll();
    }
    if (fate == null) {
      return Fate.NONE;
    }
    counts.count(fate);
    return fate;
  }

  @Override
  public boolean dropsHint() {
    synchronized (scripts) {
      if (hintsToDrop == 0) {
        return false;
      }
      hintsToDrop--;
    }
    counts.countDroppedHint();
    return true;
  }

  /** How many fates and hints wait for a call that never came yet. */
  public int unused() {
    synchronized (scripts) {
      return hintsToDrop + scripts.values().stream().mapToInt(Queue::size).sum();
    }
  }

  /** As {@link RandomFaults#counts}. */
  public Map<String, Long> counts() {
    return counts.toMap();
  }
}
