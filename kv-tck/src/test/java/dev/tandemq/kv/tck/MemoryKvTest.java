package dev.tandemq.kv.tck;

import dev.tandemq.kv.port.Kv;
import java.util.concurrent.atomic.AtomicInteger;

/** The store in memory keeps the contract of the port. */
final class MemoryKvTest extends KvContract {

  private static final AtomicInteger LAST = new AtomicInteger();

  private final MemoryKv server = new MemoryKv();

  @Override
  protected Kv open() {
    return server.connect();
  }

  @Override
  protected String freshName() {
    return "test-" + LAST.incrementAndGet();
  }
}
