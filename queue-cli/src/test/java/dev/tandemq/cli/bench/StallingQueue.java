package dev.tandemq.cli.bench;

import dev.tandemq.queue.Queue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A queue of which one push takes long. */
final class StallingQueue {

  private StallingQueue() {}

  static Queue of(Queue queue, int push, Duration stall) {
    AtomicInteger pushes = new AtomicInteger();
    return (Queue)
        Proxy.newProxyInstance(
            StallingQueue.class.getClassLoader(),
            new Class<?>[] {Queue.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("push") && pushes.incrementAndGet() == push) {
                boolean unused = new CountDownLatch(1).await(stall.toNanos(), TimeUnit.NANOSECONDS);
              }
              try {
                return method.invoke(queue, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
