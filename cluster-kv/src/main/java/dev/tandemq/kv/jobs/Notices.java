package dev.tandemq.kv.jobs;

import dev.tandemq.store.Swept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes note of what time has done: delayed jobs that are due, leases that have run out. */
final class Notices {

  /** How many are moved at a time on behalf of a claim. */
  static final int ENOUGH = 200;

  private static final int ALL = Integer.MAX_VALUE;

  private final Connection connection;
  private final Buckets buckets;

  Notices(Connection connection, Buckets buckets) {
    this.connection = connection;
    this.buckets = buckets;
  }

  /** Looks, if something is due or the last look is a while ago. Answers whether it looked. */
  CompletionStage<Boolean> ifDue(String queue) {
    return connection
        .clock()
        .thenCompose(
            time ->
                connection
                        .state(queue)
                        .dues()
                        .isDue(
                            time.low(),
                            connection.context().time().nanoTime(),
                            connection.lookInterval())
                    ? look(queue, ENOUGH, 0).thenApply(swept -> true)
                    : CompletableFuture.completedFuture(false));
  }

  /** Moves what is due, at most so many jobs. */
  CompletionStage<Swept> look(String queue, int most, long term) {
    Dues dues = connection.state(queue).dues();
    dues.beginLook(connection.context().time().nanoTime());
    return connection
        .clock()
        .thenCompose(
            time ->
                due(queue, time.low())
                    .thenCombine(
                        overdue(queue, time.low()),
                        (due, overdue) -> move(queue, due, overdue, most, term))
                    .thenCompose(moved -> moved));
  }

  private CompletionStage<Swept> move(
      String queue, List<Place> due, List<Line> overdue, int most, long term) {
    List<Step<Boolean>> rescues = new ArrayList<>();
    List<Step<Boolean>> promotes = new ArrayList<>();
    overdue.stream().limit(most).forEach(line -> rescues.add(new RescueStep(line, term)));
    due.stream()
        .limit(most - rescues.size())
        .forEach(place -> promotes.add(new PromoteStep(place, term)));
    boolean hasMore = due.size() + overdue.size() > most;
    if (hasMore) {
      connection.state(queue).dues().note(Long.MIN_VALUE);
    }
    if (rescues.isEmpty() && promotes.isEmpty()) {
      return CompletableFuture.completedFuture(new Swept(0, 0, false));
    }
    List<Step<Boolean>> all = new ArrayList<>(rescues);
    all.addAll(promotes);
    connection.lane(queue).submit(all);
    return Stages.answers(rescues)
        .thenCombine(
            Stages.answers(promotes),
            (rescued, promoted) -> new Swept(count(promoted), count(rescued), hasMore));
  }

  private static int count(List<Boolean> answers) {
    return (int) answers.stream().filter(answer -> answer).count();
  }

  /** Delayed jobs whose time has come, the earliest first. */
  private CompletionStage<List<Place>> due(String queue, long low) {
    String folder = connection.layout().folder(queue, Place.Kind.DELAYED);
    Dues dues = connection.state(queue).dues();
    return connection
        .kv()
        .children(folder, ALL)
        .thenCompose(
            names -> {
              List<String> begun = new ArrayList<>();
              for (String name : names) {
                long start = new Place(Place.Kind.DELAYED, name, "").bucketTime();
                if (start <= low) {
                  begun.add(name);
                } else {
                  dues.note(start);
                }
              }
              return Stages.fold(
                  begun,
                  (List<Place>) new ArrayList<Place>(),
                  bucket -> found -> add(queue, bucket, low, found));
            })
        .thenApply(
            found -> {
              found.sort(Comparator.comparingLong(Place::order));
              return found;
            });
  }

  private CompletionStage<List<Place>> add(
      String queue, String bucket, long low, List<Place> found) {
    return buckets
        .entries(queue, Place.Kind.DELAYED, bucket)
        .thenApply(
            entries -> {
              for (Place place : entries) {
                if (place.order() <= low) {
                  found.add(place);
                } else {
                  connection.state(queue).dues().note(place.order());
                }
              }
              return found;
            });
  }

  /** Claims whose lease has run out. */
  private CompletionStage<List<Line>> overdue(String queue, long low) {
    return Ledgers.all(connection.kv(), connection.layout(), queue)
        .thenApply(
            pages -> {
              List<Line> found = new ArrayList<>();
              for (Facts.Other other : pages.values()) {
                for (Line line : other.page().lines()) {
                  if (line.until() <= low) {
                    found.add(line);
                  } else {
                    connection.state(queue).dues().note(line.until());
                  }
                }
              }
              found.sort(Comparator.comparingLong(Line::until));
              return found;
            });
  }
}
