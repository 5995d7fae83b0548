package dev.tandemq.sim;

import dev.tandemq.history.CheckSettings;
import dev.tandemq.history.HistoryChecker;
import dev.tandemq.history.HistoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Hands every event of a world to the checker and to whoever listens, and keeps the last ones. */
final class HistoryLog implements Consumer<HistoryEvent> {

  private static final int KEPT = 1 << 15;

  private static final CheckSettings SETTINGS =
      CheckSettings.builder().atomicBatch(true).remembered(Duration.ofMinutes(10)).build();

  private final HistoryChecker checker = new HistoryChecker(SETTINGS);
  private final Consumer<HistoryEvent> listener;
  private final HistoryEvent[] kept = new HistoryEvent[KEPT];
  private int count;

  HistoryLog(Consumer<HistoryEvent> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(HistoryEvent event) {
    kept[count++ & (KEPT - 1)] = event;
    checker.accept(event);
    listener.accept(event);
  }

  HistoryChecker checker() {
    return checker;
  }

  /** The latest events of a job, or of all, oldest first. */
  List<HistoryEvent> latest(String job, int most) {
    List<HistoryEvent> found = new ArrayList<>();
    for (int i = count - 1; i >= Math.max(0, count - KEPT) && found.size() < most; i--) {
      HistoryEvent event = kept[i & (KEPT - 1)];
      if (job.isEmpty() || event.job().equals(job)) {
        found.add(0, event);
      }
    }
    return found;
  }
}
