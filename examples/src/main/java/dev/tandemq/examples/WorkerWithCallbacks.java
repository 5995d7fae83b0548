package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import java.io.IOException;
import java.time.Duration;

/** Makes thumbnails, and is told what became of each job once the store has taken note of it. */
public final class WorkerWithCallbacks {

  private WorkerWithCallbacks() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue pictures = queues.queue("pictures");
      pictures.push("cat.jpg");
      pictures.push("dog.jpg");
      pictures.push("notes.txt");

      Worker worker =
          queues
              .worker("pictures")
              .slots(1)
              .retry(Backoff.fixed(Duration.ofMillis(50)))
              .onCompleted(done -> System.out.println("done: " + done.claim().job().text()))
              .onRetried(
                  retried ->
                      System.out.println(
                          "once more: "
                              + retried.claim().job().text()
                              + ", "
                              + retried.thrown().map(Throwable::getMessage).orElse("")))
              .onFailed(
                  failed ->
                      System.out.println(
                          "given up: "
                              + failed.claim().job().text()
                              + ", "
                              + failed.thrown().map(Throwable::getMessage).orElse("")))
              .start(WorkerWithCallbacks::makeThumbnail);
      worker.drain();
    }
  }

  private static void makeThumbnail(JobContext job) throws IOException {
    if (!job.text().endsWith(".jpg")) {
      throw JobSignal.bury("not a picture");
    }
    if (job.text().startsWith("dog") && job.attempt() == 1) {
      throw new IOException("the disk was busy");
    }
  }
}
