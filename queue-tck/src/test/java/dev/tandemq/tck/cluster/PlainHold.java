package dev.tandemq.tck.cluster;

import java.time.Duration;

/** Something that is held from a reading of a clock on, for a time. */
record PlainHold(long beganNanos, Duration timeToLive) {

  boolean hasEnded(long now) {
    return now - beganNanos >= timeToLive.toNanos();
  }

  Duration age(long now) {
    return Duration.ofNanos(now - beganNanos);
  }

  Duration remaining(long now) {
    return timeToLive.minus(age(now));
  }
}
