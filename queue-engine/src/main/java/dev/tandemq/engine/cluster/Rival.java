package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.NodeView;
import java.time.Duration;

/**
 * Another incarnation that has our name. It may be what is left of our own life before a crash,
 * which is silent and soon gone, or somebody who lives.
 *
 * @param view as it was seen first
 * @param lastSign latest moment at which it may have renewed before, by our monotonic clock
 * @param goneAt by when it is gone if it stays silent
 */
record Rival(NodeView view, long lastSign, long goneAt) {

  /** Clocks of two machines differ a little; a renewal moves the last sign by far more. */
  private static final int SLACK = 10;

  /**
   * It was seen for the first time.
   *
   * @param answeredAt when we were told, so that its silence began no later than that
   */
  static Rival seen(NodeView view, long answeredAt, Duration heartbeat) {
    long lastSign = answeredAt - view.silentFor().toNanos();
    long goneAt = lastSign + view.timeToLive().toNanos() + heartbeat.toNanos();
    return new Rival(view, lastSign, goneAt);
  }

  /**
   * Whether it must live, as it was seen again in the answer to a call sent at the given time: it
   * is another one, it has renewed, or it should be gone.
   */
  boolean lives(NodeView again, long sentAt) {
    long slack = view.timeToLive().toNanos() / SLACK;
    return !again.id().equals(view.id())
        || sentAt - again.silentFor().toNanos() - (lastSign + slack) > 0
        || sentAt - goneAt >= 0;
  }
}
