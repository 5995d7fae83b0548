package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import java.io.IOException;
import java.util.List;

/** The locks that are held in a cluster, as {@code tandem locks} shows them. */
public final class LocksView {

  private static final List<String> HEADINGS =
      List.of("name", "owner", "incarnation", "token", "remainingMs");

  private LocksView() {}

  /** A table with one row per lock, in the order given. */
  public static String table(List<LockView> locks) {
    return Table.of(HEADINGS, locks.stream().map(LocksView::cells).toList());
  }

  private static List<String> cells(LockView view) {
    Lock lock = view.lock();
    return List.of(
        lock.name(),
        lock.owner().name(),
        lock.owner().incarnation(),
        String.valueOf(lock.token()),
        String.valueOf(view.remaining().toMillis()));
  }

  /** One lock. */
  public static void write(JsonGenerator json, LockView view) throws IOException {
    Lock lock = view.lock();
    json.writeStartObject();
    json.writeStringField("name", lock.name());
    json.writeStringField("owner", lock.owner().name());
    json.writeStringField("incarnation", lock.owner().incarnation());
    json.writeNumberField("token", lock.token());
    json.writeNumberField("remainingMs", view.remaining().toMillis());
    json.writeEndObject();
  }
}
