package dev.tandemq.examples;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.queue.Queue;

/** Lets Guice put a connection, its queue and a handler with its own needs together. */
public final class GuiceInjection {

  /** Provides the connection and the queue of the receipts; closing it closes the connection. */
  public static final class QueueModule extends AbstractModule implements AutoCloseable {

    private final Queues queues;

    /** Opens the connection: Guice has no end of life that could do it later. */
    public QueueModule(String url) {
      this.queues = Queues.open(url);
    }

    @Override
    protected void configure() {
      bind(Queues.class).toInstance(queues);
      bind(Queue.class).toInstance(queues.queue("receipts"));
    }

    @Override
    public void close() {
      queues.close();
    }
  }

  /** Sends a receipt. */
  public static class Mailer {

    /** Prints it instead. */
    public void send(String receipt) {
      System.out.println("sent the receipt of " + receipt);
    }
  }

  /** Does the jobs; one instance, several threads. */
  public static final class ReceiptHandler implements JobHandler {

    private final Mailer mailer;

    @Inject
    ReceiptHandler(Mailer mailer) {
      this.mailer = mailer;
    }

    @Override
    public void handle(JobContext job) {
      mailer.send(job.text());
    }
  }

  private GuiceInjection() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (QueueModule module = new QueueModule("memory:")) {
      Injector injector = Guice.createInjector(module);
      Queue receipts = injector.getInstance(Queue.class);
      receipts.push("order 4711");
      receipts.push("order 4712");

      Queues queues = injector.getInstance(Queues.class);
      Worker worker =
          queues.worker("receipts").slots(1).start(injector.getInstance(ReceiptHandler.class));
      worker.drain();
    }
  }
}
