package dev.tandemq.sim;

import dev.tandemq.cluster.Lock;
import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import java.util.HashMap;
import java.util.Map;

/** Something outside of the cluster that is written under locks, and refuses older tokens. */
final class Register {

  private final Trial trial;
  private final Map<String, Long> highest = new HashMap<>();

  Register(Trial trial) {
    this.trial = trial;
  }

  void write(Life life, Lock lock) {
    long newest = highest.getOrDefault(lock.name(), 0L);
    boolean isTaken = lock.token() >= newest;
    if (isTaken) {
      highest.put(lock.name(), lock.token());
    }
    trial.tell(
        HistoryEvent.at(
                trial.world().now(), life.node().name(), life.incarnation(), Op.WRITE, Phase.OK)
            .name(lock.name())
            .token(lock.token())
            .result(isTaken ? "ACCEPTED" : "REFUSED"));
  }
}
