package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How many Redis commands a step is, counted by the server. Others who use the server at the same
 * time can only add to a count, so that the smallest of several tries is taken.
 */
@Isolated
final class CommandCountTest {

  private static final int TRIES = 7;
  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=([0-9]+)");

  private final StoreTalk talk = new StoreTalk();

  @AfterEach
  void close() {
    talk.close();
  }

  private interface Step {
    void run();
  }

  private long calls() {
    List<?> answer = talk.behind("return { redis.call('INFO', 'commandstats') }");
    Matcher calls = CALLS.matcher(new String((byte[]) answer.get(0), UTF_8));
    long sum = 0;
    while (calls.find()) {
      sum += calls.group(1).equals("info") ? 0 : Long.parseLong(calls.group(2));
    }
    return sum;
  }

  /** Commands of the step without the script call that asks for the count. */
  private long commandsOf(Step step) {
    long before = calls();
    step.run();
    return calls() - before - 1;
  }

  /** Commands of a put, and of a turn that settles, claims and finds delayed and overdue jobs. */
  private List<Long> commands(int batch) {
    List<Long> least = new ArrayList<>(List.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
    for (int i = 0; i < TRIES; i++) {
      List<Job> jobs = new ArrayList<>();
      for (int k = 0; k < batch; k++) {
        jobs.add(talk.job().uniqueKey("key-" + i + "-" + k).build());
      }
      least.set(
          0, Math.min(least.get(0), commandsOf(() -> RedisStores.await(talk.store().put(jobs)))));
      List<Claim> held = talk.claim(batch);
      assertThat(held).hasSize(batch);
      least.set(
          1,
          Math.min(
              least.get(1),
              commandsOf(() -> RedisStores.await(talk.store().extend(held, Duration.ofHours(2))))));
      var next = talk.pushAll(batch);
      assertThat(next).hasSize(batch);
      TurnRequest turn =
          new TurnRequest(
              held.stream().map(Settle::complete).toList(),
              List.of(StoreTalk.QUEUE),
              batch,
              Duration.ofHours(1),
              "node");
      least.set(
          2, Math.min(least.get(2), commandsOf(() -> RedisStores.await(talk.store().turn(turn)))));
      int removed = RedisStores.await(talk.store().clear(StoreTalk.QUEUE));
      assertThat(removed).isEqualTo(batch);
    }
    return least;
  }

  @Test
  void aBatchOfTwoHundredIsAsManyCommandsAsOneJob() {
    List<Long> one = commands(1);
    List<Long> many = commands(200);

    assertThat(many).as("put, extend, turn by 200; by 1 they are %s", one).isEqualTo(one);
    assertThat(one).allMatch(commands -> commands <= 45);
  }

  @Test
  void aClaimIsAsManyCommandsWhateverTheBacklog() {
    long few = claimWithBacklog(1_000);
    long many = claimWithBacklog(100_000);

    assertThat(many).as("commands of a claim of 10 behind 100,000 jobs").isEqualTo(few);
  }

  @Test
  void aClaimTakesNoteOfABoundedPartOfWhatIsDue() {
    for (int i = 0; i < 4; i++) {
      List<Job> jobs = new ArrayList<>();
      for (int k = 0; k < 250; k++) {
        jobs.add(talk.job().delay(Duration.ofNanos(1000)).build());
      }
      var unused = RedisStores.await(talk.store().put(jobs));
    }

    assertThat(talk.claim(1)).hasSize(1);

    QueueStats stats = RedisStores.await(talk.store().stats(List.of(StoreTalk.QUEUE))).get(0);
    assertThat(stats.ready() + stats.reserved()).as("noted of 1000 due").isBetween(100L, 200L);
  }

  private long claimWithBacklog(int backlog) {
    long there = RedisStores.await(talk.store().stats(List.of(StoreTalk.QUEUE))).get(0).ready();
    for (long left = backlog - there; left > 0; left -= 250) {
      talk.pushAll((int) Math.min(left, 250));
    }
    // So that some are reserved either way, whose leases every claim looks at.
    assertThat(talk.claim(10)).hasSize(10);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      least = Math.min(least, commandsOf(() -> talk.claim(10)));
    }
    return least;
  }
}
