package dev.tandemq.redis.link;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged, by Tandem and by the client library, while it is open. */
final class Said implements AutoCloseable {

  private final Logger root = Logger.getLogger("");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Said() {}

  static Said listen() {
    Said said = new Said();
    said.root.addHandler(said.handler);
    return said;
  }

  /** All messages. */
  List<String> all() {
    return records.stream().map(formatter::formatMessage).toList();
  }

  /** Messages of warnings and worse. */
  List<String> warnings() {
    return records.stream()
        .filter(each -> each.getLevel().intValue() >= Level.WARNING.intValue())
        .map(formatter::formatMessage)
        .toList();
  }

  @Override
  public void close() {
    root.removeHandler(handler);
  }
}
