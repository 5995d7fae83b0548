package dev.tandemq.sim;

import org.jspecify.annotations.Nullable;

/** A node by its name: lives, dies, and is started again. */
final class SimNode {

  private final String name;
  private final Chance chance;
  private int starts;
  private boolean isRetired;
  private @Nullable Life life;

  SimNode(String name, Chance chance) {
    this.name = name;
    this.chance = chance;
  }

  String name() {
    return name;
  }

  /** The life it has now; null while it is down. */
  @Nullable Life life() {
    return life;
  }

  /** Starts it, if it is down and was not retired. */
  void start(Trial trial) {
    if (life == null && !isRetired) {
      Life born = new Life(trial, this, chance.split(++starts));
      life = born;
      born.start();
    }
  }

  /** It is not started again. */
  void retire() {
    isRetired = true;
  }

  /** It is down from now on. */
  void ended() {
    life = null;
  }
}
