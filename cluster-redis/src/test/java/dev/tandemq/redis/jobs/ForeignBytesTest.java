package dev.tandemq.redis.jobs;

import static dev.tandemq.redis.jobs.StoreTalk.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large bytes, and bytes that somebody else put under the keys of the store. */
final class ForeignBytesTest {

  private static final String SET_FIELD =
      "return { redis.call('HSET', KEYS[1] .. ARGV[1], ARGV[2], ARGV[3]) }";

  private final StoreTalk talk = new StoreTalk();

  @AfterEach
  void close() {
    talk.close();
  }

  private QueueStats stats() {
    return RedisStores.await(talk.store().stats(List.of(QUEUE))).get(0);
  }

  @Test
  void aMebibyteOfAnyBytesComesBack() {
    byte[] payload = new byte[1 << 20];
    new Random(7).nextBytes(payload);
    Job job = talk.push(talk.job().payload(payload));

    Claim claim = talk.claim(1).get(0);

    assertThat(claim.job()).isEqualTo(job);
  }

  @Test
  void largeJobsAreHandedOutInSeveralAnswers() {
    for (int i = 0; i < 5; i++) {
      talk.push(talk.job().payload(new byte[8 << 20]));
    }

    assertThat(talk.claim(5)).as("what fits into one answer").hasSize(3);
    assertThat(talk.claim(5)).as("the rest").hasSize(2);
  }

  @Test
  void bytesThatAreNoJobAreSetAsideAndTheOthersRun() {
    Job first = talk.push();
    Job corrupt = talk.push();
    Job last = talk.push();
    var unused = talk.behind(SET_FIELD, "body", corrupt.id().toString(), "foreign");

    assertThat(talk.claim(10)).extracting(Claim::job).containsExactly(first, last);

    QueueStats stats = stats();
    assertThat(List.of(stats.reserved(), stats.failed())).containsExactly(2L, 1L);
    assertThatThrownBy(() -> RedisStores.await(talk.store().find(corrupt.id())))
        .isInstanceOf(CorruptJobException.class);
    assertThat(
            RedisStores.await(talk.store().list(QUEUE, JobState.FAILED, PageRequest.first(10)))
                .items())
        .as("a list without what cannot be shown")
        .isEmpty();
    assertThat(RedisStores.await(talk.store().forget(QUEUE, List.of(corrupt.id())))).isEqualTo(1);
  }

  @Test
  void theBytesOfAnotherJobAreNotTakenForThisOne() {
    Job job = talk.push();
    Job other = talk.push();
    var unused =
        talk.behind(
            "return { redis.call('HSET', KEYS[1] .. 'body', ARGV[1],"
                + " redis.call('HGET', KEYS[1] .. 'body', ARGV[2])) }",
            job.id().toString(),
            other.id().toString());

    assertThat(talk.claim(10)).extracting(Claim::job).containsExactly(other);
  }

  /** What somebody else may have written; the last two are beginnings of a record. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0000foreign",
        "R q 0 3 0 0 0 0000000000000001 1795415313000000 0 - 0 200 ",
        "{\"state\":\"ready\",\"queue\":\"q\",\"attempts\":0,\"priority\":0,\"payload\":\"none\"}",
        "\u0001-R",
        "\u0001-R000000000000000000000000000000000000\u0001q"
      })
  void aRecordThatCannotBeReadIsSetAsideAndTheOthersRun(String foreign) {
    Job corrupt = talk.push();
    Job good = talk.push();
    var unused = talk.behind(SET_FIELD, "state", corrupt.id().toString(), foreign);

    assertThat(talk.claim(10)).extracting(Claim::job).containsExactly(good);

    QueueStats stats = stats();
    assertThat(stats.pushed()).isEqualTo(stats.size() + stats.failed());
    assertThat(stats.failed()).isEqualTo(1);
    assertThat(RedisStores.await(talk.store().requeue(QUEUE, List.of(corrupt.id())))).isEqualTo(1);
    assertThat(talk.claim(10)).as("the bytes were good").extracting(Claim::job).contains(corrupt);
  }

  @Test
  void theRecordOfAnotherQueueIsNotTakenForThisJob() {
    Job job = talk.push();
    Job other = talk.push(talk.job().queue("other"));
    var unused =
        talk.behind(
            "return { redis.call('HSET', KEYS[1] .. 'state', ARGV[1],"
                + " redis.call('HGET', KEYS[1] .. 'state', ARGV[2])) }",
            job.id().toString(),
            other.id().toString());

    assertThat(talk.claim(10)).isEmpty();

    assertThat(List.of(stats().ready(), stats().failed())).containsExactly(0L, 1L);
  }

  @Test
  void whatStandsInLineUnderNoIdIsTakenOutAndTheOthersRun() {
    Job job = talk.push();
    Job good = talk.push();
    var unused =
        talk.behind(
            "redis.call('HSET', KEYS[1] .. 'state', 'x',"
                + " redis.call('HGET', KEYS[1] .. 'state', ARGV[1]))"
                + " return { redis.call('ZADD', KEYS[1] .. 'q:q:r', 0, '0000000000000000x') }",
            job.id().toString());

    assertThat(talk.claim(10)).extracting(Claim::job).containsExactly(job, good);
    assertThat(List.of(stats().ready(), stats().reserved())).containsExactly(0L, 2L);
  }

  @Test
  void aClaimWhoseRecordCannotBeReadAnyMoreIsLostAndItsJobSetAsideAfterItsLease() {
    Job corrupt = talk.push();
    Claim held = talk.claim(1).get(0);
    var unused = talk.behind(SET_FIELD, "state", corrupt.id().toString(), "foreign");

    assertThat(talk.settle(Settle.complete(held))).isEqualTo(SettleResult.LOST);
    assertThat(talk.settle(Settle.release(held, Duration.ZERO))).isEqualTo(SettleResult.LOST);

    unused =
        talk.behind(
            "return { redis.call('ZADD', KEYS[1] .. 'q:q:l', 1, ARGV[1]) }",
            corrupt.id().toString());
    assertThat(talk.claim(1)).isEmpty();
    assertThat(List.of(stats().reserved(), stats().failed())).containsExactly(0L, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"q:q:u", "body", "hist", "over", "gone"})
  void aKeyOfAForeignTypeFailsASettlementBeforeItChangesAnything(String key) {
    talk.push(talk.job().uniqueKey("key"));
    Claim held = talk.claim(1).get(0);
    var unused =
        talk.behind(
            "redis.call('DEL', KEYS[1] .. ARGV[1])"
                + " return { redis.call('SET', KEYS[1] .. ARGV[1], 'foreign') }",
            key);

    assertThatThrownBy(() -> talk.settle(Settle.complete(held)))
        .isInstanceOf(CorruptJobException.class);
    assertThatThrownBy(() -> talk.settle(Settle.release(held, Duration.ZERO)))
        .isInstanceOf(CorruptJobException.class);

    QueueStats stats = stats();
    assertThat(List.of(stats.reserved(), stats.completed(), stats.retries()))
        .containsExactly(1L, 0L, 0L);
    unused = talk.behind("return { redis.call('DEL', KEYS[1] .. ARGV[1]) }", key);
    assertThat(talk.settle(Settle.complete(held))).isEqualTo(SettleResult.APPLIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queues", "body", "state", "q:q:u", "q:q:r", "over2", "gone2"})
  void aKeyOfAForeignTypeFailsAPutBeforeItChangesAnything(String key) {
    var unused = talk.behind("return { redis.call('SET', KEYS[1] .. ARGV[1], 'foreign') }", key);
    Job job = talk.job().uniqueKey("key").build();

    assertThatThrownBy(() -> RedisStores.await(talk.store().put(List.of(job))))
        .isInstanceOf(CorruptJobException.class);

    assertThat(talk.behind("return { #redis.call('KEYS', KEYS[1] .. '*') }"))
        .as("keys, the foreign one among them")
        .isEqualTo(List.of(1L));
  }

  @Test
  void aKeyOfAForeignTypeFailsTheStepBeforeItChangesAnything() {
    talk.push();
    Claim held = talk.claim(1).get(0);
    var unused = talk.behind("return { redis.call('SET', KEYS[1] .. 'q:bad:l', 'foreign') }");
    Job bad = talk.job().queue("bad").build();

    assertThatThrownBy(() -> RedisStores.await(talk.store().put(List.of(talk.job().build(), bad))))
        .as("a put to two queues")
        .isNotNull();
    assertThatThrownBy(
            () ->
                RedisStores.await(
                    talk.store()
                        .turn(
                            new dev.tandemq.store.TurnRequest(
                                List.of(Settle.complete(held)),
                                List.of(QUEUE, "bad"),
                                1,
                                Duration.ofHours(1),
                                "node"))))
        .as("a turn over two queues")
        .isNotNull();

    QueueStats stats = stats();
    assertThat(List.of(stats.pushed(), stats.reserved(), stats.completed()))
        .containsExactly(1L, 1L, 0L);
  }
}
