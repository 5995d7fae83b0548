package dev.tandemq.sim;

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

  void write(Life life, String lock, long token) {
    long newest = highest.getOrDefault(lock, 0L);
    boolean isTaken = token >= newest;
    if (isTaken) {
      highest.put(lock, token);
    }
    trial.tell(
        trial
            .event(life, Op.WRITE, Phase.OK)
            .name(lock)
            .token(token)
            .result(isTaken ? "ACCEPTED" : "REFUSED"));
  }
}
