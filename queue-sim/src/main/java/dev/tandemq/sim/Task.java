package dev.tandemq.sim;

import java.util.Locale;

/** What the handlers of a simulated world do with a job; its name is the job's type. */
enum Task {
  /** Done at once. */
  INSTANT(30),
  /** Takes a second or two. */
  SHORT(35),
  /** Takes longer than a lease. */
  LONG(6),
  /** Fails every other time. */
  FLAKY(10),
  /** Fails at once and always. */
  HOPELESS(3),
  /** Is put off a few times. */
  SNOOZING(5),
  /** Is set aside by its handler. */
  BURIED(2),
  /** Is dropped by its handler. */
  DISCARDED(2),
  /** Goes on for a while after it was told to end. */
  STUBBORN(3),
  /** Never ends. */
  HUNG(1),
  /** Ends the process that runs it. */
  POISON(2);

  private static final Task[] ALL = values();
  private static final int SUM = 99;

  private final int weight;
  private final String type;

  Task(int weight) {
    this.weight = weight;
    this.type = name().toLowerCase(Locale.ROOT);
  }

  String type() {
    return type;
  }

  static Task draw(Chance chance) {
    int left = chance.nextInt(SUM);
    for (Task task : ALL) {
      left -= task.weight;
      if (left < 0) {
        return task;
      }
    }
    return INSTANT;
  }

  static Task of(String type) {
    for (Task task : ALL) {
      if (task.type.equals(type)) {
        return task;
      }
    }
    throw new IllegalArgumentException("no task is called " + type);
  }
}
