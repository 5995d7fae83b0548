package dev.tandemq.runs;

import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobHandler;

/**
 * What the jobs of the runs do: the text of a job is for how many milliseconds it works, and then
 * {@link #FAILS_ONCE} for one whose first attempt fails. Told to end, it ends. Stateless.
 */
final class Work implements JobHandler {

  /** The second word of a job whose first attempt fails. */
  static final String FAILS_ONCE = "fails-once";

  /** The text of a job. */
  static String text(long millis, boolean failsOnce) {
    return failsOnce ? millis + " " + FAILS_ONCE : Long.toString(millis);
  }

  @Override
  public void handle(JobContext job) throws InterruptedException {
    String[] words = job.text().split(" ");
    Thread.sleep(Long.parseLong(words[0]));
    if (words.length > 1 && words[1].equals(FAILS_ONCE) && job.attempt() == 1) {
      throw new IllegalStateException("it fails once");
    }
  }
}
