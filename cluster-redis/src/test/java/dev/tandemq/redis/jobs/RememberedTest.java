package dev.tandemq.redis.jobs;

import static dev.tandemq.store.SettleResult.APPLIED;
import static dev.tandemq.store.SettleResult.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server still knows of jobs that are gone, how long, and what outlives lost data. */
final class RememberedTest {

  private static final String MINUTES_PASS =
      """
      for _, field in ipairs({ 'overAt', 'goneAt' }) do
        redis.call('HINCRBY', KEYS[1] .. 'meta', field, -60000000 * ARGV[1])
      end
      return {}
      """;

  private final StoreTalk talk = new StoreTalk();

  @AfterEach
  void close() {
    talk.close();
  }

  private Claim claimOfOne() {
    talk.push();
    return talk.claim(1).get(0);
  }

  private void elevenMinutesPassAndAnotherIsSettled() {
    var unused = talk.behind(MINUTES_PASS, "11");
    assertThat(talk.settle(Settle.complete(claimOfOne()))).isEqualTo(APPLIED);
  }

  @Test
  void aSettlementIsRememberedForTenMinutesAndForgottenAfterTwice() {
    Claim claim = claimOfOne();
    assertThat(talk.settle(Settle.complete(claim))).isEqualTo(APPLIED);

    elevenMinutesPassAndAnotherIsSettled();
    assertThat(talk.settle(Settle.complete(claim))).as("in the older half").isEqualTo(APPLIED);
    elevenMinutesPassAndAnotherIsSettled();
    assertThat(talk.settle(Settle.complete(claim))).as("in none").isEqualTo(LOST);
  }

  @Test
  void theSettlementOfAJobThatLivesOnIsRememberedTheSameWay() {
    Claim claim = claimOfOne();
    Settle retry = Settle.release(claim, Duration.ofHours(1));
    assertThat(talk.settle(retry)).isEqualTo(APPLIED);

    elevenMinutesPassAndAnotherIsSettled();

    assertThat(talk.settle(retry)).isEqualTo(APPLIED);
    assertThat(talk.settle(Settle.complete(claim))).as("another arrow").isEqualTo(LOST);
  }

  @Test
  void aRemovedJobIsNotAddedAgainWhileItIsRemembered() {
    Job job = talk.push();
    var unused = RedisStores.await(talk.store().remove(List.of(job.id())));

    assertThat(RedisStores.await(talk.store().put(List.of(job))))
        .containsExactly(new PutResult.Duplicate(job.id()));
  }

  @Test
  void whatIsRememberedInTheOlderHalfIsADuplicateToo() {
    Claim claim = claimOfOne();
    Job removed = talk.push();
    assertThat(talk.settle(Settle.complete(claim))).isEqualTo(APPLIED);
    assertThat(RedisStores.await(talk.store().remove(List.of(removed.id())))).isEqualTo(1);

    elevenMinutesPassAndAnotherIsSettled();
    assertThat(RedisStores.await(talk.store().remove(List.of(talk.push().id())))).isEqualTo(1);

    assertThat(RedisStores.await(talk.store().put(List.of(claim.job(), removed))))
        .containsExactly(
            new PutResult.Duplicate(claim.job().id()), new PutResult.Duplicate(removed.id()));
  }

  @Test
  void theMemoryEndsWithoutAnybodyLookingAtIt() {
    var unused = talk.settle(Settle.complete(claimOfOne()));

    List<?> left = talk.behind("return { redis.call('PTTL', KEYS[1] .. 'over') }");

    assertThat((Long) left.get(0)).isBetween(600_000L, 1_260_000L);
  }

  @Test
  void tokensGrowEvenWhenTheServerLostEverything() {
    Claim before = claimOfOne();
    var unused =
        talk.behind(
            "for _, key in ipairs(redis.call('KEYS', KEYS[1] .. '*')) do redis.call('DEL', key) end"
                + " return {}");

    assertThat(claimOfOne().token()).isGreaterThan(before.token());
  }

  @Test
  void theClockOfTheStoreIsNotSetBackWithThatOfTheServer() {
    var unused =
        talk.behind(
            "local t = redis.call('TIME') return { redis.call('HSET', KEYS[1] .. 'meta', 'now',"
                + " string.format('%.0f', (t[1] + 3600) * 1000000)) }");
    Claim before = claimOfOne();

    Claim after = claimOfOne();

    assertThat(after.leaseUntil()).isEqualTo(before.leaseUntil());
    assertThat(after.token()).isGreaterThan(before.token());
  }

  @Test
  void anOverdueClaimThatIsSettledInTheTurnOfTheNextClaimIsNotRescuedToo() {
    var pushed = talk.pushAll(2);
    Claim claim = talk.claim(pushed.size()).get(0);
    var moved =
        talk.behind(
            "return { redis.call('ZADD', KEYS[1] .. 'q:q:l', 1, ARGV[1]) }",
            claim.job().id().toString());
    assertThat(moved).as("leases that are there already").isEqualTo(List.of(0L));
    TurnRequest turn =
        new TurnRequest(
            List.of(Settle.complete(claim)),
            List.of(StoreTalk.QUEUE),
            1,
            Duration.ofHours(1),
            "node");

    assertThat(RedisStores.await(talk.store().turn(turn)).settled()).containsExactly(APPLIED);

    QueueStats stats = RedisStores.await(talk.store().stats(List.of(StoreTalk.QUEUE))).get(0);
    assertThat(List.of(stats.ready(), stats.reserved(), stats.failed(), stats.completed()))
        .containsExactly(0L, 1L, 0L, 1L);
  }
}
