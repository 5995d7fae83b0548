package dev.tandemq.tck.store;

import dev.tandemq.store.QueueStats;

/** The counters of a queue as a text that leaves out the zeros: {@code pushed 2, ready 1, ...}. */
final class Counts {

  private final StringBuilder text = new StringBuilder();

  private Counts() {}

  static String of(QueueStats stats) {
    return new Counts()
        .add("pushed", stats.pushed())
        .add("ready", stats.ready())
        .add("delayed", stats.delayed())
        .add("reserved", stats.reserved())
        .add("failed", stats.failed())
        .add("completed", stats.completed())
        .add("removed", stats.removed())
        .add("retried", stats.retried())
        .add("retries", stats.retries())
        .add("snoozed", stats.snoozed())
        .add("rescued", stats.rescued())
        .add("paused", stats.paused() ? 1 : 0)
        .add("bound", stats.bound())
        .text
        .toString();
  }

  private Counts add(String name, long value) {
    if (value != 0) {
      text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(value);
    }
    return this;
  }
}
