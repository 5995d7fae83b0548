package dev.tandemq.engine.cluster;

/**
 * What a node may believe of its own leadership.
 *
 * @param term in which it leads; zero when it does not
 * @param until when the belief ends by itself, by the monotonic clock: the election timeout counted
 *     from before the call was sent that gave it
 */
record Belief(long term, long until) {

  static final Belief NONE = new Belief(0, 0);

  boolean holdsAt(long now) {
    return term != 0 && now - until < 0;
  }
}
