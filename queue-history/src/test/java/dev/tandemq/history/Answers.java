package dev.tandemq.history;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.Subscription;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a recorder in these tests: answers every call with what was laid out for it,
 * and {@code find} and {@code list} with the jobs that are there.
 */
final class Answers {

  final Map<JobId, JobView> there = new LinkedHashMap<>();
  final List<String> called = new ArrayList<>();
  final List<Consumer<byte[]>> listeners = new ArrayList<>();
  private final Map<String, Queue<Supplier<CompletionStage<?>>>> laidOut = new HashMap<>();

  static Job job(int number) {
    return Job.builder()
        .id(new JobId(0, number))
        .queue("mail")
        .createdAt(Instant.EPOCH)
        .payload("hello " + number)
        .priority(2)
        .maxAttempts(5)
        .delay(Duration.ofMillis(number))
        .build();
  }

  static Claim claim(int number, long token) {
    return new Claim(job(number), token, 2, 0, "n1", Instant.EPOCH, Duration.ZERO);
  }

  void put(int number, JobState state) {
    Job job = job(number);
    there.put(
        job.id(), new JobView(job, state, 0, 0, Instant.EPOCH, null, null, null, false, List.of()));
  }

  void remove(int number) {
    there.remove(job(number).id());
  }

  Answers answer(String method, @Nullable Object answer) {
    return stage(method, () -> CompletableFuture.completedFuture(answer));
  }

  Answers stage(String method, Supplier<CompletionStage<?>> stage) {
    laidOut.computeIfAbsent(method, name -> new ArrayDeque<>()).add(stage);
    return this;
  }

  JobStore store() {
    return port(JobStore.class);
  }

  Cluster cluster() {
    return port(Cluster.class);
  }

  private <P> P port(Class<P> type) {
    return type.cast(
        Proxy.newProxyInstance(
            Answers.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              if (type == Cluster.class && method.getReturnType().isInterface()) {
                return port(method.getReturnType());
              }
              return call(method.getName(), args);
            }));
  }

  private @Nullable Object call(String method, @Nullable Object @Nullable [] args) {
    called.add(method);
    Queue<Supplier<CompletionStage<?>>> answers = laidOut.get(method);
    if (answers != null && !answers.isEmpty()) {
      return answers.remove().get();
    }
    if (method.equals("close") || args == null) {
      return null;
    }
    return switch (method) {
      case "find" ->
          CompletableFuture.completedFuture(Optional.ofNullable(there.get((JobId) args[0])));
      case "list" -> CompletableFuture.completedFuture(page((JobState) args[1]));
      case "listen" -> {
        @SuppressWarnings("unchecked")
        Consumer<byte[]> listener = (Consumer<byte[]>) args[1];
        listeners.add(listener);
        Subscription subscription = () -> {};
        yield subscription;
      }
      default -> throw new AssertionError("no answer was laid out for " + method);
    };
  }

  private Page<JobView> page(@Nullable JobState state) {
    return new Page<>(
        there.values().stream().filter(view -> view.state() == state).toList(), Optional.empty());
  }
}
