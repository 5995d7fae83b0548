package dev.tandemq.engine.worker;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What one class logs, from warnings on, while this is open; instead of the console. */
final class CapturedLog extends Handler implements AutoCloseable {

  // Held, or the logger might be collected and forget its handler.
  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private CapturedLog(Logger logger) {
    this.logger = logger;
  }

  static CapturedLog of(Class<?> owner) {
    CapturedLog log = new CapturedLog(Logger.getLogger(owner.getName()));
    log.logger.addHandler(log);
    log.logger.setUseParentHandlers(false);
    return log;
  }

  List<String> messages() {
    return records.stream().map(record -> Objects.toString(record.getMessage(), "")).toList();
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
