package dev.tandemq.sim;

import dev.tandemq.context.Cancellable;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A program in one life of a node that says something to all now and then. */
final class Talker {

  static final String TOPIC = "news";

  private final Life life;
  private final Chance chance;
  private Cancellable next = () -> {};

  Talker(Life life, Chance chance) {
    this.life = life;
    this.chance = chance;
  }

  void begin() {
    var unused = life.engine().onMessage(TOPIC, message -> {});
    next();
  }

  private void next() {
    next =
        life.context()
            .schedule(
                Duration.ofNanos(chance.between(30 * Trial.SECOND, 180 * Trial.SECOND)),
                this::talk);
  }

  private void talk() {
    byte[] word = ByteBuffer.allocate(Long.BYTES).putLong(chance.nextLong()).array();
    var unused = life.engine().send(TOPIC, word);
    next();
  }

  void end() {
    next.cancel();
  }
}
