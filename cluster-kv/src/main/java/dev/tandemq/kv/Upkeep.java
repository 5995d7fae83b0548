package dev.tandemq.kv;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.kv.port.Kv;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets the backend throw away its past, once a minute, for as long as the connection is open. */
final class Upkeep implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Kv kv;
  private final ProcessContext context;
  private @Nullable Cancellable next; // guarded by this
  private boolean isClosed; // guarded by this

  Upkeep(Kv kv, ProcessContext context) {
    this.kv = kv;
    this.context = context;
  }

  synchronized void start() {
    if (!isClosed) {
      next = context.schedule(PAUSE, this::run);
    }
  }

  private void run() {
    try {
      var unused =
          kv.upkeep()
              .whenComplete(
                  (done, error) -> {
                    if (error != null) {
                      LOG.log(System.Logger.Level.DEBUG, "no upkeep this time", error);
                    }
                    start();
                  });
    } catch (IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "closed meanwhile", e);
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    if (next != null) {
      next.cancel();
    }
  }
}
