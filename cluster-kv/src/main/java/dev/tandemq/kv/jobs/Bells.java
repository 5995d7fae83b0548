package dev.tandemq.kv.jobs;

import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The hints of all queues: that there is something to claim, and that there is room. */
final class Bells {

  private static final int ALL = Integer.MAX_VALUE;

  private final Connection connection;
  private final Map<String, Bell> ready = new ConcurrentHashMap<>();
  private final Map<String, Bell> room = new ConcurrentHashMap<>();

  Bells(Connection connection) {
    this.connection = connection;
  }

  Subscription onReady(String queue, Runnable hint) {
    return ready(queue).listen(hint);
  }

  Subscription onRoom(String queue, Runnable hint) {
    return room(queue).listen(hint);
  }

  /** A claim got less than it wanted. */
  void starved(String queue) {
    Bell bell = ready.get(queue);
    if (bell != null) {
      bell.wind();
    }
  }

  /** A put found no room. */
  void full(String queue) {
    Bell bell = room.get(queue);
    if (bell != null) {
      bell.wind();
    }
  }

  void close() {
    ready.values().forEach(Bell::close);
    room.values().forEach(Bell::close);
  }

  private Bell ready(String queue) {
    return ready.computeIfAbsent(
        queue,
        name ->
            new Bell(
                connection.context(),
                Duration.ofNanos(connection.lookInterval()),
                () -> isReady(name),
                () -> {
                  String folder = connection.layout().folder(name, Place.Kind.READY);
                  return connection.kv().watch(folder, () -> woken(name));
                }));
  }

  private void woken(String queue) {
    Bell bell = ready.get(queue);
    if (bell != null) {
      bell.wake();
    }
  }

  private Bell room(String queue) {
    return room.computeIfAbsent(
        queue,
        name ->
            new Bell(
                connection.context(),
                Duration.ofNanos(connection.lookInterval()),
                () -> hasRoom(name),
                null));
  }

  // ---- looking

  private CompletionStage<Boolean> isReady(String queue) {
    return flags(queue)
        .thenCompose(
            flags ->
                flags.paused()
                    ? no()
                    : hasEntry(queue, Place.Kind.READY, null)
                        .thenCompose(
                            there ->
                                there
                                    ? CompletableFuture.completedFuture(true)
                                    : connection.clock().thenCompose(time -> isDue(queue, time))));
  }

  private static CompletionStage<Boolean> no() {
    return CompletableFuture.completedFuture(false);
  }

  private CompletionStage<QueueFlags> flags(String queue) {
    String key = connection.layout().queue(queue);
    return connection
        .kv()
        .getAll(List.of(key))
        .thenApply(
            found -> {
              Val value = found.get(key);
              return value == null ? QueueFlags.NONE : QueueFlags.decode(key, value.bytes());
            });
  }

  /** Whether there is an entry; of delayed ones, one that is due. */
  private CompletionStage<Boolean> hasEntry(String queue, Place.Kind kind, @Nullable Reading time) {
    return connection
        .kv()
        .children(connection.layout().folder(queue, kind), ALL)
        .thenCompose(names -> hasEntry(queue, kind, time, names, 0));
  }

  private CompletionStage<Boolean> hasEntry(
      String queue, Place.Kind kind, @Nullable Reading time, List<String> names, int index) {
    if (index == names.size()
        || (time != null && new Place(kind, names.get(index), "").bucketTime() > time.low())) {
      return no();
    }
    String bucket = names.get(index);
    return connection
        .kv()
        .children(connection.layout().bucket(queue, new Place(kind, bucket, "")), ALL)
        .thenCompose(
            entries ->
                Place.entries(kind, bucket, entries).stream()
                        .anyMatch(place -> isFor(queue, place, time))
                    ? CompletableFuture.completedFuture(true)
                    : hasEntry(queue, kind, time, names, index + 1));
  }

  /** What somebody here takes already is for nobody else. */
  private boolean isFor(String queue, Place place, @Nullable Reading time) {
    return time == null ? !connection.state(queue).taken().has(place) : place.order() <= time.low();
  }

  private CompletionStage<Boolean> isDue(String queue, Reading time) {
    return hasEntry(queue, Place.Kind.DELAYED, time)
        .thenCompose(
            due ->
                due
                    ? CompletableFuture.completedFuture(true)
                    : Ledgers.all(connection.kv(), connection.layout(), queue)
                        .thenApply(
                            pages ->
                                pages.values().stream()
                                    .flatMap(other -> other.page().lines().stream())
                                    .anyMatch(line -> line.until() <= time.low())));
  }

  private CompletionStage<Boolean> hasRoom(String queue) {
    return flags(queue)
        .thenCombine(
            Ledgers.all(connection.kv(), connection.layout(), queue),
            (flags, pages) ->
                flags.bound() == 0
                    || pages.values().stream().mapToLong(other -> other.page().size()).sum()
                        < flags.bound());
  }
}
