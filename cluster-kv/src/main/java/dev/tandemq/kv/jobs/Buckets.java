package dev.tandemq.kv.jobs;

import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads buckets, and removes those that are empty and take no more entries. */
final class Buckets {

  private static final int ALL = Integer.MAX_VALUE;

  /** Longer than a bucket takes entries. */
  private static final long OVER = 3_000_000_000L;

  private final Connection connection;

  Buckets(Connection connection) {
    this.connection = connection;
  }

  /** Names of the buckets of a kind, in order. */
  CompletionStage<List<String>> names(String queue, Place.Kind kind) {
    return connection.kv().children(connection.layout().folder(queue, kind), ALL);
  }

  /** The entries of a bucket, in order; an empty one that is over goes away. */
  CompletionStage<List<Place>> entries(String queue, Place.Kind kind, String bucket) {
    Place anchor = new Place(kind, bucket, "");
    return connection
        .kv()
        .children(connection.layout().bucket(queue, anchor), ALL)
        .thenApply(
            names -> {
              List<Place> entries = Place.entries(kind, bucket, names);
              if (names.isEmpty()) {
                dropLater(queue, anchor);
              }
              return entries;
            });
  }

  /** Nobody waits for it, and nothing depends on it. */
  private void dropLater(String queue, Place bucket) {
    String marker = connection.layout().bucket(queue, bucket);
    var unused =
        connection
            .clock()
            .thenCompose(
                time ->
                    bucket.bucketTime() + OVER > time.low()
                        ? CompletableFuture.completedFuture(null)
                        : connection
                            .kv()
                            .getAll(List.of(marker))
                            .thenCompose(found -> drop(marker, found.get(marker))))
            .exceptionally(error -> null);
  }

  /** The revision was read before the entries are: whoever adds one meanwhile changes it. */
  private CompletionStage<?> drop(String marker, @Nullable Val value) {
    if (value == null) {
      return CompletableFuture.completedFuture(null);
    }
    return connection
        .kv()
        .children(marker, 1)
        .thenCompose(
            names ->
                names.isEmpty()
                    ? connection.kv().commit(List.of(new Op.DeleteIf(marker, value.revision())))
                    : CompletableFuture.completedFuture(null));
  }
}
