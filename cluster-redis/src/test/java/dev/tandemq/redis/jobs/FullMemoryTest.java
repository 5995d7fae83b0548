package dev.tandemq.redis.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.redis.RedisDriver;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A server whose memory is full: what adds is refused, what empties it goes on. */
final class FullMemoryTest {

  private static final Duration LEASE = Duration.ofHours(1);
  private static final Instant CREATED = Instant.parse("2026-02-03T04:05:06Z");
  private static final Random RANDOM = new Random(1);

  @Test
  void pushesAreRefusedAndAllElseGoesOn() {
    try (RedisServer server = RedisServer.start();
        RealTimeContext context = new RealTimeContext();
        RedisLink link =
            RedisLink.open(
                QueueUrl.parse(server.url()), new DriverContext(context, new PlainJobCodec()));
        JobStore store = new RedisJobStore(link, RedisDriver.CAPABILITIES)) {
      var unused = RedisStores.await(store.put(List.of(job(), job(), job())));
      server.exec("CONFIG", "SET", "maxmemory", "1");

      assertThatThrownBy(() -> RedisStores.await(store.put(List.of(job()))))
          .isInstanceOf(QueueFullException.class);
      List<Claim> held = RedisStores.await(store.turn(turn(List.of(), 2))).claims();
      assertThat(held).hasSize(2);
      assertThat(RedisStores.await(store.extend(held, LEASE))).hasSize(2);
      assertThat(
              RedisStores.await(
                      store.turn(
                          turn(
                              List.of(
                                  Settle.complete(held.get(0)), Settle.release(held.get(1), LEASE)),
                              0)))
                  .settled())
          .containsOnly(SettleResult.APPLIED);
      assertThat(RedisStores.await(store.sweep(StoreTalk.QUEUE, 10, 0)).more()).isFalse();

      QueueStats stats = RedisStores.await(store.stats(List.of(StoreTalk.QUEUE))).get(0);
      assertThat(List.of(stats.pushed(), stats.ready(), stats.delayed(), stats.completed()))
          .containsExactly(3L, 1L, 1L, 1L);
      assertThat(RedisStores.await(store.clear(StoreTalk.QUEUE))).isEqualTo(2);

      server.exec("CONFIG", "SET", "maxmemory", "0");
      assertThat(RedisStores.await(store.put(List.of(job())))).as("with room again").hasSize(1);
    }
  }

  private static Job job() {
    return Job.builder()
        .id(JobId.create(CREATED.toEpochMilli(), RANDOM))
        .queue(StoreTalk.QUEUE)
        .createdAt(CREATED)
        .type("job")
        .payload("payload")
        .build();
  }

  private static TurnRequest turn(List<Settle> done, int want) {
    return new TurnRequest(done, List.of(StoreTalk.QUEUE), want, LEASE, "node");
  }
}
