package dev.tandemq.redis.jobs;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.sun.management.OperatingSystemMXBean;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.redis.RedisDriver;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Whole cycles driven by clients of the store, each with a connection and a thread of its own, one
 * call after the other: put a batch; then one turn that settles what was claimed before and claims
 * as many. They share one queue.
 */
final class SpeedClients implements AutoCloseable {

  private static final Duration LEASE = Duration.ofHours(1);
  private static final Instant CREATED = Instant.parse("2026-02-03T04:05:06Z");

  private final SpeedServer server;
  private final List<RedisLink> links = new ArrayList<>();
  private final List<JobStore> stores = new ArrayList<>();
  private final int batch;
  private final byte[] payload;

  SpeedClients(SpeedServer server, int clients, int batch, int payloadBytes) {
    this.server = server;
    this.batch = batch;
    this.payload = new byte[payloadBytes];
    for (int i = 0; i < clients; i++) {
      RedisLink link = server.open("speed-clients");
      links.add(link);
      stores.add(new RedisJobStore(link, RedisDriver.CAPABILITIES));
    }
  }

  /** How many bytes a job of this run has for the store. */
  int bodyBytes() {
    return links.get(0).context().codec().encode(job(new Random(1), 0)).length;
  }

  private Job job(Random random, long number) {
    return Job.builder()
        .id(JobId.create(CREATED.toEpochMilli() + number, random))
        .queue(StoreTalk.QUEUE)
        .createdAt(CREATED)
        .type("job")
        .payload(payload)
        .build();
  }

  /** Runs for so long. */
  SpeedRound run(Duration time) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double serverCpu = server.cpuMicros();
    long cpu = system.getProcessCpuTime();
    SpeedStats stats = new SpeedStats(links.get(0));
    long before = stats.completed();
    long start = System.nanoTime();
    all(start + time.toNanos());
    double seconds = (System.nanoTime() - start) / 1e9;
    long cycles = stats.completed() - before;
    double clientMicros = NANOSECONDS.toMicros(system.getProcessCpuTime() - cpu) / (double) cycles;
    return new SpeedRound(cycles, seconds, (server.cpuMicros() - serverCpu) / cycles, clientMicros);
  }

  private void all(long end) {
    ExecutorService threads = Executors.newFixedThreadPool(stores.size());
    try {
      List<Callable<Void>> clients = new ArrayList<>();
      for (JobStore store : stores) {
        clients.add(
            () -> {
              one(store, end);
              return null;
            });
      }
      for (Future<Void> client : threads.invokeAll(clients)) {
        client.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void one(JobStore store, long end) {
    Random random = new Random();
    List<Claim> held = List.of();
    while (System.nanoTime() - end < 0) {
      List<Job> jobs = new ArrayList<>(batch);
      for (int i = 0; i < batch; i++) {
        jobs.add(job(random, i));
      }
      var unused = RedisStores.await(store.put(jobs));
      held = turn(store, held, batch);
      if (held.size() != batch) {
        throw new IllegalStateException("claimed " + held.size());
      }
    }
    var unused = turn(store, held, 0);
  }

  private static List<Claim> turn(JobStore store, List<Claim> held, int want) {
    List<Settle> done = held.stream().map(Settle::complete).toList();
    Turn turn =
        RedisStores.await(
            store.turn(new TurnRequest(done, List.of(StoreTalk.QUEUE), want, LEASE, "node")));
    if (!turn.settled().stream().allMatch(SettleResult.APPLIED::equals)) {
      throw new IllegalStateException("settled " + turn.settled());
    }
    return turn.claims();
  }

  @Override
  public void close() {
    stores.forEach(JobStore::close);
    links.forEach(RedisLink::close);
  }
}
