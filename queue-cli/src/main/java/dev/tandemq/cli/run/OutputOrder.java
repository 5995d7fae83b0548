package dev.tandemq.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Decides when a finished job is shown. Used by one thread. */
sealed interface OutputOrder {

  /** A job is finished; what can be shown now, in order. */
  List<Arrival> add(Arrival job);

  /** What was held back, in order: no more jobs will come. */
  List<Arrival> rest();

  /** As jobs finish. */
  static OutputOrder ofFinishing() {
    return new OfFinishing();
  }

  /** As their lines stood in the input. */
  static OutputOrder ofInput() {
    return new OfInput();
  }

  /** See {@link #ofFinishing}. */
  final class OfFinishing implements OutputOrder {

    @Override
    public List<Arrival> add(Arrival job) {
      return List.of(job);
    }

    @Override
    public List<Arrival> rest() {
      return List.of();
    }
  }

  /** See {@link #ofInput}. */
  final class OfInput implements OutputOrder {

    private final TreeMap<Long, Arrival> held = new TreeMap<>();
    private long next;

    @Override
    public List<Arrival> add(Arrival job) {
      held.put(job.sequence(), job);
      List<Arrival> ready = new ArrayList<>();
      while (!held.isEmpty() && held.firstKey() == next) {
        ready.add(held.pollFirstEntry().getValue());
        next++;
      }
      return ready;
    }

    @Override
    public List<Arrival> rest() {
      List<Arrival> rest = List.copyOf(held.values());
      held.clear();
      return rest;
    }
  }
}
