package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules C3, C4 and C6: which job is claimed first. */
public abstract class ClaimOrderRules extends StoreChapter {

  private Job.Builder urgent(int priority, String label) {
    return store().job(label).priority(priority);
  }

  @Test
  @Rule("C3")
  void theHighestPriorityIsClaimedFirst() {
    needs(Capability.PRIORITY);
    store().push(urgent(0, "normal"));
    store().push(urgent(Job.MIN_PRIORITY, "least"));
    store().push(urgent(Job.MAX_PRIORITY, "most"));
    store().push(urgent(-1, "below"));
    store().push(urgent(1, "above"));

    assertThat(StoreProbe.labels(store().claim(5)))
        .as(store().story("order of one claim"))
        .containsExactly("most", "above", "normal", "below", "least");
  }

  @Test
  @Rule("C3")
  void theHighestPriorityIsClaimedFirstOneByOne() {
    needs(Capability.PRIORITY);
    store().push(urgent(1, "b"));
    store().push(urgent(2, "a"));
    store().push(urgent(-5, "d"));
    store().push(urgent(0, "c"));

    assertThat(store().drain())
        .as(store().story("order of claims one by one"))
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  @Rule("C3")
  void anyNumberOfPrioritiesIsKeptApart() {
    needs(Capability.PRIORITY);
    Random random = new Random(3);
    List<Integer> priorities = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      priorities.add(random.nextInt(Job.MIN_PRIORITY, Job.MAX_PRIORITY + 1));
      store().push(urgent(priorities.get(i), "job"));
    }

    List<Integer> claimed = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      store().claim(10).forEach(claim -> claimed.add(claim.job().priority()));
    }

    assertThat(claimed)
        .as(store().story("priorities in the order of the claims"))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .containsExactlyInAnyOrderElementsOf(priorities);
  }

  @Test
  @Rule("C3")
  void anUrgentJobThatHasBecomeDueIsClaimedFirst() {
    needs(Capability.PRIORITY);
    store().push(urgent(0, "normal"));
    store().push(urgent(5, "urgent").delay(step()));

    store().pass(step().plus(precision()));

    assertThat(store().drain())
        .as(store().story("order with a due job of higher priority"))
        .containsExactly("urgent", "normal");
  }

  @Test
  @Rule("C3")
  void anUrgentJobWhoseLeaseRanOutIsClaimedFirst() {
    needs(Capability.PRIORITY);
    store().push(urgent(5, "urgent"));
    store().claimFor(step());
    store().push(urgent(0, "normal"));

    store().pass(step().plus(precision()));

    assertThat(store().drain())
        .as(store().story("order with a rescued job of higher priority"))
        .containsExactly("urgent", "normal");
  }

  @Test
  @Rule("C3")
  void aRetriedJobKeepsItsPriority() {
    needs(Capability.PRIORITY);
    store().push(urgent(5, "urgent"));
    Claim claim = store().claim();
    store().push(urgent(0, "normal"));
    store().apply(StoreProbe.retry(claim));

    assertThat(store().drain())
        .as(store().story("order after a retry"))
        .containsExactly("urgent", "normal");
  }

  @Test
  @Rule("C4")
  void theJobThatWasPushedFirstIsClaimedFirst() {
    needs(Capability.FIFO);
    List<Job> jobs = store().pushMany("j", 20);

    assertThat(StoreProbe.labels(store().claim(20)))
        .as(store().story("order of one claim"))
        .isEqualTo(jobs.stream().map(Job::type).toList());
  }

  @Test
  @Rule("C4")
  void aBatchKeepsItsOrder() {
    needs(Capability.FIFO);
    List<Job> batch = new ArrayList<>();
    for (int i = 0; i < Math.min(30, currentFixture().capabilities().maxBatch()); i++) {
      batch.add(store().job("j" + i).build());
    }
    store().put(batch);

    assertThat(store().drain())
        .as(store().story("order of the jobs of one batch"))
        .isEqualTo(batch.stream().map(Job::type).toList());
  }

  @Test
  @Rule("C4")
  void withinEachPriorityTheFirstIsClaimedFirst() {
    needs(Capability.FIFO);
    for (int i = 0; i < 12; i++) {
      store().push(urgent(i % 3, "p" + (i % 3) + "-" + (char) ('a' + i)));
    }

    List<String> claimed = store().drain();

    for (String priority : List.of("p0", "p1", "p2")) {
      assertThat(claimed.stream().filter(label -> label.startsWith(priority)))
          .as(store().story("order within priority " + priority))
          .hasSize(4)
          .isSorted();
    }
  }

  @Test
  @Rule("C4")
  void whatComesBackFromAnAttemptGoesToTheTail() {
    needs(Capability.FIFO);
    store().pushEach("a", "b", "c");
    store().apply(StoreProbe.retry(store().claim()));
    store().apply(Settle.release(store().claim(), Duration.ZERO));

    assertThat(store().drain())
        .as(store().story("order after a retry of a and a release of b"))
        .containsExactly("c", "a", "b");
  }

  @Test
  @Rule("C4")
  void whatBecameDueFirstIsClaimedFirst() {
    needs(Capability.FIFO);
    store().push(store().job("third").delay(step().multipliedBy(3)));
    store().push(store().job("first").delay(step()));
    store().push(store().job("second").delay(step().multipliedBy(2)));

    store().pass(step().multipliedBy(3).plus(precision()));

    assertThat(store().drain())
        .as(store().story("order of due jobs"))
        .containsExactly("first", "second", "third");
  }

  @Test
  @Rule("C4")
  void manyJobsComeInTheOrderOfTheirDueTimes() {
    needs(Capability.FIFO);
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < (currentFixture().capabilities().has(Capability.LOCAL) ? 100 : 12); i++) {
      turns.add(i);
    }
    Collections.shuffle(turns, new Random(4));
    List<Job> jobs = new ArrayList<>();
    for (int turn : turns) {
      Duration delay = step().plus(precision().multipliedBy(2L * turn));
      jobs.add(store().push(store().job("d" + turn).delay(delay)));
    }
    List<Job> removed = jobs.subList(0, jobs.size() / 3);
    store().remove(removed.toArray(Job[]::new));

    store().pass(step().plus(precision().multipliedBy(2L * jobs.size() + 1)));

    List<String> expected =
        jobs.stream()
            .skip(removed.size())
            .sorted(Comparator.comparing(Job::delay))
            .map(Job::type)
            .toList();
    assertThat(store().drain())
        .as(store().story("order of many due jobs, some of which were removed before"))
        .isEqualTo(expected);
  }

  @Test
  @Rule("C4")
  void whatBecameDueJoinsTheLineWhenTheStoreTakesNote() {
    needs(Capability.FIFO);
    store().push(store().job("due").delay(step()));
    store().push("early");
    store().pass(step().plus(precision()));
    store().sweep(10);
    store().push("late");

    assertThat(store().drain())
        .as(store().story("a job that became due and was promoted between two pushes"))
        .containsExactly("early", "due", "late");
  }

  @Test
  @Rule("C4")
  void aRequeuedJobGoesToTheTail() {
    needs(Capability.FIFO);
    Job failed = store().pushFailed("failed");
    store().push("ready");
    store().requeue(failed);

    assertThat(store().drain())
        .as(store().story("order after a requeue"))
        .containsExactly("ready", "failed");
  }

  @Test
  @Rule("C6")
  void theSecondQueueIsLookedAtWhenTheFirstHasNoMore() {
    store().push(urgent(9, "o0").queue(OTHER));
    store().push(urgent(9, "o1").queue(OTHER));
    store().push("a");
    store().push("b");

    assertThat(claimedQueues(3, QUEUE, OTHER))
        .as(store().story("queues of three claims"))
        .containsExactly(QUEUE, QUEUE, OTHER);
  }

  @Test
  @Rule("C6")
  void theOrderIsThatOfTheRequest() {
    store().push("a");
    store().push(store().job("o").queue(OTHER));

    assertThat(claimedQueues(1, OTHER, QUEUE))
        .as(store().story("queue of one claim"))
        .containsExactly(OTHER);
  }

  @Test
  @Rule("C6")
  void anEmptyOrUnknownQueueIsPassedOver() {
    store().push(store().job("o").queue(OTHER));

    assertThat(claimedQueues(1, "unknown", QUEUE, OTHER))
        .as(store().story("queue of one claim"))
        .containsExactly(OTHER);
  }

  @Test
  @Rule("C6")
  void onlyTheQueuesOfTheRequestAreLookedAt() {
    store().push(store().job("o").queue(OTHER));

    assertThat(claimedQueues(5, QUEUE)).as(store().story("queues of the claims")).isEmpty();
  }

  private List<String> claimedQueues(int want, String... queues) {
    return store().turn(want, queues).claims().stream().map(claim -> claim.job().queue()).toList();
  }
}
