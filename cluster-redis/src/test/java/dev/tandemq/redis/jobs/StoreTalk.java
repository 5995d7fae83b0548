package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.redis.link.Script;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Short sentences for tests that look behind the store. */
final class StoreTalk implements AutoCloseable {

  static final String QUEUE = "q";
  private static final Instant CREATED = Instant.parse("2026-02-03T04:05:06Z");
  private static final Duration LEASE = Duration.ofHours(1);

  private final RedisStores.Namespace namespace = RedisStores.Namespace.take();
  private final JobStore store = namespace.store();
  private final Random random = new Random(1);
  private long made;

  JobStore store() {
    return store;
  }

  RedisStores.Namespace namespace() {
    return namespace;
  }

  Job.Builder job() {
    JobId id = JobId.create(CREATED.toEpochMilli() + ++made, random);
    return Job.builder().id(id).queue(QUEUE).createdAt(CREATED).type("job").payload("payload");
  }

  Job push() {
    return push(job());
  }

  Job push(Job.Builder builder) {
    Job job = builder.build();
    var unused = RedisStores.await(store.put(List.of(job)));
    return job;
  }

  List<Job> pushAll(int count) {
    List<Job> jobs = IntStream.range(0, count).mapToObj(i -> job().build()).toList();
    var unused = RedisStores.await(store.put(jobs));
    return jobs;
  }

  List<Claim> claim(int want, String... queues) {
    List<String> names = queues.length == 0 ? List.of(QUEUE) : List.of(queues);
    TurnRequest request = new TurnRequest(List.of(), names, want, LEASE, "node");
    return RedisStores.await(store.turn(request)).claims();
  }

  List<SettleResult> settle(List<Settle> settles) {
    TurnRequest request = new TurnRequest(settles, List.of(), 0, LEASE, "node");
    return RedisStores.await(store.turn(request)).settled();
  }

  SettleResult settle(Settle settle) {
    return settle(List.of(settle)).get(0);
  }

  /** Does a Redis command behind the store's back; KEYS[1] is the prefix of its keys. */
  List<?> behind(String lua, String... args) {
    Object answer =
        RedisStores.await(
            namespace
                .link()
                .run(
                    new Script("test/behind", lua),
                    List.of(namespace.link().key("j", "")),
                    Arrays.stream(args).map(arg -> arg.getBytes(UTF_8)).toList()));
    return answer instanceof List<?> list ? list : List.of();
  }

  @Override
  public void close() {
    store.close();
    namespace.giveBack();
  }
}
