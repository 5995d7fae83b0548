package dev.tandemq.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Small histories, and which invariants each of them breaks. */
final class Cases {

  private static final long SECOND = 1_000_000_000L;

  private final List<Case> cases = new ArrayList<>();
  private CheckSettings settings = CheckSettings.defaults();

  /** One history: what it breaks, or null for one in which all is well. */
  record Case(String name, List<Invariant> broken, CheckSettings settings, Story story) {
    @Override
    public String toString() {
      return (broken.isEmpty() ? "fine: " : broken + ": ") + name;
    }
  }

  static List<Case> all() {
    Cases all = new Cases();
    all.losses();
    all.completions();
    all.tokens();
    all.leases();
    all.attempts();
    all.times();
    all.batches();
    all.orders();
    all.leaders();
    all.locks();
    all.members();
    all.counts();
    all.stops();
    all.removals();
    all.healing();
    return all.cases;
  }

  private void fine(String name, Consumer<Story> tell) {
    add(name, List.of(), tell);
  }

  private void breaks(Invariant broken, String name, Consumer<Story> tell) {
    add(name, List.of(broken), tell);
  }

  private void add(String name, List<Invariant> broken, Consumer<Story> tell) {
    Story story = new Story();
    tell.accept(story);
    cases.add(new Case(name, broken, settings, story));
  }

  private void losses() {
    fine(
        "a pushed job is completed, another is in the dump",
        s -> {
          s.on("p").at(1).push("j1").push("j2");
          s.on("a").at(2).claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.dump("j2", "READY").stats(2, 1, 0, 0, 1, 0);
        });
    breaks(
        Invariant.I01,
        "a pushed job is nowhere",
        s -> s.on("p").at(1).push("j1").push("j2").dump("j2", "READY"));
    breaks(
        Invariant.I01,
        "a claimed job is nowhere, and its settlement was LOST",
        s -> {
          s.on("p").at(1).push("j1");
          s.on("a").at(2).claim("j1", 1, 1).at(20_000).claim("j1", 2, 2);
          s.settle("j1", 1, "COMPLETE", "LOST").stats("ready", 0);
        });
    fine(
        "a completion without a known answer may have been done",
        s -> {
          s.on("p").at(1).push("j1");
          s.on("a").at(2).claim("j1", 1, 1);
          s.at(3).begin(1).settle("j1", 1, "COMPLETE", "");
          s.at(4).point().stats("ready", 0);
        });
    fine(
        "a push without a known answer is not acknowledged",
        s -> {
          s.on("p").at(1).begin(1).push("j1").at(5).unknown(1).push("j1");
          s.at(4).point().stats("ready", 0);
        });
    fine(
        "a clear may have taken it, and so may a cancellation that was asked for",
        s -> {
          s.on("p").at(1).push("j1").push("j2", e -> e.queue("q2"));
          s.at(2).begin(3).event(Op.REMOVE, e -> e.queue("q").arrow("clear"));
          s.at(3).end(3).event(Op.REMOVE, e -> e.queue("q").arrow("clear").count(1));
          s.point().event(Op.REMOVE, e -> e.job("j2").arrow("cancel").result("REQUESTED"));
          s.stats("ready", 0);
        });
    fine(
        "a removal that told only a number may have taken it",
        s -> {
          s.on("p").at(1).push("j1").begin(1).remove("j1", "remove", "");
          s.at(3).unknown(1).remove("j1", "remove", "").point().stats("ready", 0);
        });
    fine("without a dump nothing is lost", s -> s.on("p").at(1).push("j1"));

    breaks(Invariant.I02, "nobody had pushed it", s -> s.on("a").at(2).claim("j1", 1, 1));
    breaks(
        Invariant.I02,
        "its payload is another one",
        s -> s.on("a").at(2).push("j1").claim("j1", 1, 1, e -> e.hash(8)));
    fine(
        "a push that is on its way may be claimed",
        s -> {
          s.on("p").at(1).begin(1).push("j1");
          s.on("a").at(2).point().claim("j1", 1, 1);
          s.on("p").at(3).end(1).push("j1");
        });

    breaks(
        Invariant.I26, "one id was added twice", s -> s.on("p").at(1).push("j1").at(2).push("j1"));
    fine(
        "one id was pushed twice and added once",
        s -> s.on("p").at(1).push("j1").at(2).push("j1", e -> e.result("DUPLICATE")));
    fine(
        "one id was pushed again when its job was gone",
        s -> {
          s.on("p").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.at(2).push("j1").claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
        });
    settings = CheckSettings.builder().remembered(Duration.ofMinutes(10)).build();
    breaks(
        Invariant.I26,
        "one id was added again while it had to be remembered",
        s -> {
          s.on("p").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.at(2).push("j1");
        });
    settings = CheckSettings.defaults();
  }

  private void completions() {
    breaks(
        Invariant.I03,
        "it was claimed after it had been completed",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.at(2).claim("j1", 2, 2);
        });
    add(
        "two overlapping completions were both accepted",
        List.of(Invariant.I03),
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(20_000).begin(1).settle("j1", 1, "COMPLETE", "");
          s.on("b").at(20_001).point().claim("j1", 2, 2);
          s.at(20_002).begin(1).settle("j1", 2, "COMPLETE", "");
          s.on("a").at(20_003).end(1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.on("b").at(20_004).end(1).settle("j1", 2, "COMPLETE", "APPLIED");
        });
    breaks(
        Invariant.I03,
        "one claim was completed and retried",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "RETRY", "APPLIED");
          s.at(2).settle("j1", 1, "COMPLETE", "APPLIED");
        });
    breaks(
        Invariant.I03,
        "a failed job was claimed, and nobody had requeued it",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "BURY", "APPLIED");
          s.at(2).claim("j1", 2, 2);
        });
    breaks(
        Invariant.I03,
        "a completed job is in the dump",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.at(2).dump("j1", "READY");
        });
    fine(
        "a failed job was claimed while it was being requeued",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "BURY", "APPLIED");
          s.on("p").at(2).begin(1).event(Op.REQUEUE, e -> e.job("j1").queue("q"));
          s.on("a").at(3).point().claim("j1", 2, 1);
        });
    fine(
        "the same completion is accepted again",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.at(2).settle("j1", 1, "COMPLETE", "APPLIED");
        });
    fine(
        "a claim whose answer comes after the completion began before it",
        s -> {
          s.on("a").at(1).push("j1");
          s.begin(1).claims();
          s.on("b").at(2).point().claim("j1", 2, 1).settle("j1", 2, "COMPLETE", "APPLIED");
          s.on("a").at(3).end(1).claim("j1", 1, 1);
        });
  }

  private void tokens() {
    breaks(
        Invariant.I04,
        "the token fell",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 5, 1);
          s.at(20_000).claim("j1", 4, 2);
        });
    breaks(
        Invariant.I04,
        "one token was given twice",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 5, 1);
          s.on("b").at(20_000).claim("j1", 5, 2);
        });
    breaks(
        Invariant.I04,
        "the token in the dump is smaller",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 5, 1).settle("j1", 5, "BURY", "APPLIED");
          s.at(2).event(Op.DUMP, e -> e.job("j1").queue("q").result("FAILED").token(4));
        });
    breaks(
        Invariant.I05,
        "a settlement with an old token was accepted",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.on("b").at(20_000).claim("j1", 2, 2);
          s.on("a").at(20_001).settle("j1", 1, "RETRY", "APPLIED");
        });
    breaks(
        Invariant.I05,
        "an extension with an old token was accepted",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.on("b").at(20_000).claim("j1", 2, 2);
          s.on("a").at(20_001).extend("j1", 1, "EXTENDED");
        });
    fine(
        "the settlement overlaps the newer claim",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(19_000).begin(1).settle("j1", 1, "RETRY", "");
          s.on("b").at(20_000).point().claim("j1", 2, 2);
          s.on("a").at(20_001).end(1).settle("j1", 1, "RETRY", "APPLIED");
        });
    fine(
        "the same settlement, whose answer had been lost, is remembered",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(2).begin(1).settle("j1", 1, "RETRY", "").at(3).unknown(1);
          s.settle("j1", 1, "RETRY", "");
          s.on("b").at(4).point().claim("j1", 2, 2);
          s.on("a").at(5).begin(2).settle("j1", 1, "RETRY", "");
          s.at(6).end(2).settle("j1", 1, "RETRY", "APPLIED");
        });
    breaks(
        Invariant.I05,
        "the same settlement had certainly not been done before",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(20_000).begin(1).settle("j1", 1, "RETRY", "").at(20_001).fail(1);
          s.settle("j1", 1, "RETRY", "");
          s.on("b").at(20_004).point().claim("j1", 2, 2);
          s.on("a").at(20_005).begin(2).settle("j1", 1, "RETRY", "");
          s.at(20_006).end(2).settle("j1", 1, "RETRY", "APPLIED");
        });
    breaks(
        Invariant.I06,
        "a claim that nobody heard of cannot have ended a lease that holds",
        s -> {
          s.on("p").at(1).push("j1").on("x").at(2).begin(1).claims();
          s.on("a").at(3).begin(2).claims().at(4).end(2).claim("j1", 1, 1);
          s.at(5).begin(3).extend("j1", 1, "").at(6).end(3).extend("j1", 1, "LOST");
        });
    breaks(
        Invariant.I06,
        "one claim was settled in two ways",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "RETRY", "APPLIED", 500);
          s.at(2).settle("j1", 1, "SNOOZE", "APPLIED", 500);
        });
    breaks(
        Invariant.I06,
        "a stale settlement took the job from its newest holder",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.on("b").at(20_000).claim("j1", 2, 2);
          s.on("a").at(20_001).settle("j1", 1, "RETRY", "LOST");
          s.on("b").at(20_002).settle("j1", 2, "COMPLETE", "LOST");
        });
    fine(
        "a stale settlement was LOST",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.on("b").at(20_000).claim("j1", 2, 2);
          s.on("a").at(20_001).settle("j1", 1, "RETRY", "LOST");
          s.on("b").at(20_002).settle("j1", 2, "COMPLETE", "APPLIED");
        });
    fine(
        "LOST after the lease was over is no wonder, nor after somebody removed it",
        s -> {
          s.on("a").at(1).push("j1").push("j2").claim("j1", 1, 1).claim("j2", 1, 1);
          s.at(2).begin(1).remove("j2", "remove", "");
          s.at(3).point().settle("j2", 1, "COMPLETE", "LOST");
          s.at(20_000).settle("j1", 1, "COMPLETE", "LOST");
        });
  }

  private void leases() {
    breaks(
        Invariant.I07,
        "a handler was never told that its lease is lost",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).handler(Op.START, "j1", 1);
          s.on("b").at(16_000).claim("j1", 2, 2);
          s.on("a").at(40_000).handler(Op.END, "j1", 1);
        });
    breaks(
        Invariant.I07,
        "its node was answered LOST and kept it for itself",
        s -> {
          s.on("a").at(1).push("j1").begin(1).claims().end(1).claim("j1", 1, 1);
          s.point().handler(Op.START, "j1", 1).begin(9).remove("j1", "remove", "");
          s.at(2).begin(2).extend("j1", 1, "").at(3).end(2).extend("j1", 1, "LOST");
          s.at(12_000).point().handler(Op.TOLD, "j1", 1);
        });
    fine(
        "a handler was told in time",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).handler(Op.START, "j1", 1);
          s.on("b").at(16_000).claim("j1", 2, 2);
          s.on("a").at(20_000).handler(Op.TOLD, "j1", 1);
          s.at(90_000).handler(Op.END, "j1", 1);
        });
    fine(
        "a frozen node tells when it is awake again",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).handler(Op.START, "j1", 1);
          s.named(Op.FAULT, "freeze").on("b").at(16_000).claim("j1", 2, 2);
          s.on("a").at(60_000).named(Op.FAULT, "thaw");
          s.at(62_000).handler(Op.TOLD, "j1", 1);
        });
    breaks(
        Invariant.I16,
        "two hold one job",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(10_000).extend("j1", 1, "EXTENDED");
          s.on("b").at(16_000).claim("j1", 2, 2);
        });
    breaks(
        Invariant.I16,
        "reserved for ever",
        s -> {
          s.on("b").at(0).claims().on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(90_000).dump("j1", "RESERVED");
        });
    breaks(
        Invariant.I16,
        "in two states",
        s -> s.on("a").at(1).push("j1").dump("j1", "READY").dump("j1", "DELAYED"));
    fine(
        "the first holder may have settled it",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(2).begin(1).settle("j1", 1, "HAND_BACK", "");
          s.on("b").at(3).point().claim("j1", 2, 1);
        });
    fine(
        "reserved while nobody was awake",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).named(Op.FAULT, "freeze");
          s.on("p").at(30_000).event(Op.HEAL);
          s.at(90_000).dump("j1", "RESERVED");
        });
  }

  private void attempts() {
    breaks(
        Invariant.I08,
        "more attempts than it has",
        s -> s.on("a").at(1).push("j1", e -> e.maxAttempts(1)).claim("j1", 1, 2));
    breaks(
        Invariant.I08,
        "a lost lease was not counted",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(20_000).claim("j1", 2, 1);
        });
    breaks(
        Invariant.I08,
        "a hand-back was counted",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "HAND_BACK", "APPLIED");
          s.at(2).claim("j1", 2, 2);
        });
    fine(
        "a snooze is not counted, a retry is, a requeue begins anew",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "SNOOZE", "APPLIED");
          s.at(2).claim("j1", 2, 1).settle("j1", 2, "RETRY", "APPLIED");
          s.at(3).claim("j1", 3, 2).settle("j1", 3, "BURY", "APPLIED");
          s.at(4).event(Op.REQUEUE, e -> e.job("j1").queue("q")).claim("j1", 4, 1);
        });
    fine(
        "a hand-back without a known answer may or may not be counted",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1);
          s.at(2).begin(1).settle("j1", 1, "HAND_BACK", "");
          s.at(20_000).point().claim("j1", 2, 1);
        });
    breaks(
        Invariant.I09,
        "a job that killed its workers is in line again",
        s -> {
          s.on("a").at(1).push("j1", e -> e.maxAttempts(2)).claim("j1", 1, 1).event(Op.CRASH);
          s.on("b").at(20_000).claim("j1", 2, 2).event(Op.CRASH);
          s.on("c").at(60_000).dump("j1", "READY");
        });
    fine(
        "a job that killed its workers was set aside",
        s -> {
          s.on("a").at(1).push("j1", e -> e.maxAttempts(2)).claim("j1", 1, 1).event(Op.CRASH);
          s.on("b").at(20_000).claim("j1", 2, 2).event(Op.CRASH);
          s.on("c").at(60_000).dump("j1", "FAILED");
        });
    fine(
        "what was sent before the death arrives after it",
        s -> {
          s.on("a").at(1).push("j1", e -> e.maxAttempts(1)).claim("j1", 1, 1).event(Op.CRASH);
          s.at(3).settle("j1", 1, "HAND_BACK", "APPLIED");
          s.on("b").at(4).claim("j1", 2, 1);
        });
  }

  private void times() {
    breaks(
        Invariant.I10,
        "a delayed job was claimed early",
        s -> s.on("a").at(1).push("j1", e -> e.delayNanos(SECOND)).at(900).claim("j1", 1, 1));
    breaks(
        Invariant.I10,
        "a retry was claimed early",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "RETRY", "APPLIED", 5000);
          s.at(4000).claim("j1", 2, 2);
        });
    fine(
        "the delay counts from the beginning of the push",
        s -> {
          s.on("p").at(1).begin(1).push("j1", e -> e.delayNanos(SECOND));
          s.at(500).end(1).push("j1", e -> e.delayNanos(SECOND));
          s.on("a").at(1001).point().claim("j1", 1, 1);
        });
    settings = CheckSettings.builder().slots(1).build();
    breaks(
        Invariant.I11,
        "a job waited while a node was free",
        s -> s.on("a").at(1).claims().push("j1").at(9_000).claim("j1", 1, 1));
    fine(
        "a job waited while all nodes were full",
        s -> {
          s.on("a").at(1).claims().push("j1").push("j2").claim("j1", 1, 1);
          s.at(9_000).settle("j1", 1, "COMPLETE", "APPLIED").at(9_500).claim("j2", 1, 1);
        });
    fine(
        "a job waited while faults were about",
        s -> {
          s.on("a").at(1).claims().push("j1").named(Op.FAULT, "link-cut");
          s.at(9_000).claim("j1", 1, 1);
        });
    settings = CheckSettings.defaults();
  }

  private void batches() {
    settings = CheckSettings.builder().atomicBatch(true).build();
    breaks(
        Invariant.I12,
        "half of a batch was added",
        s -> {
          s.on("p").at(1).push("j1", e -> e.count(2));
          s.push("j2", e -> e.count(2).result("FULL"));
        });
    breaks(
        Invariant.I12,
        "half of a batch without an answer is there",
        s -> {
          s.on("p").at(1).begin(1).push("j1", e -> e.count(2)).begin(2);
          s.push("j2", e -> e.count(2));
          s.at(2).unknown(1).push("j1", e -> e.count(2)).unknown(2);
          s.push("j2", e -> e.count(2)).point().dump("j1", "READY");
        });
    fine(
        "a batch was added, another refused, another is unknown and there",
        s -> {
          s.on("p").at(1).push("j1", e -> e.count(2)).push("j2", e -> e.count(2));
          s.push("j3", e -> e.count(2).result("FULL")).push("j4", e -> e.count(2).result("FULL"));
          s.begin(1).push("j5", e -> e.count(2)).begin(2).push("j6", e -> e.count(2));
          s.unknown(1).push("j5", e -> e.count(2)).unknown(2).push("j6", e -> e.count(2));
          s.point().dump("j1", "READY").dump("j2", "READY");
          s.dump("j5", "READY").dump("j6", "READY");
        });
    settings = CheckSettings.defaults();
    fine(
        "half of a batch, where nothing is declared",
        s -> {
          s.on("p").at(1).push("j1", e -> e.count(2));
          s.push("j2", e -> e.count(2).result("FULL"));
        });
  }

  private void orders() {
    breaks(
        Invariant.I13,
        "a job of lower priority was first",
        s -> s.at(1).push("j1", e -> e.priority(1)).push("j2").at(2).claim("j2", 1, 1));
    fine(
        "a job of higher priority that was claimed, delayed or removed is not ready",
        s -> {
          s.at(1).push("j1", e -> e.priority(1)).push("j2").push("j3").push("j4");
          s.push("j5", e -> e.priority(1).delayNanos(SECOND)).push("j6", e -> e.priority(1));
          s.at(2).remove("j6", "remove", "REMOVED").claim("j1", 1, 1).claim("j2", 1, 1);
          s.settle("j1", 1, "RETRY", "APPLIED", 100).claim("j3", 1, 1);
        });
    breaks(
        Invariant.I13,
        "a job of higher priority was handed back and passed over",
        s -> {
          s.at(1).push("j1", e -> e.priority(1)).push("j2").at(2).claim("j1", 1, 1);
          s.settle("j1", 1, "HAND_BACK", "APPLIED").claim("j2", 1, 1);
        });
    breaks(
        Invariant.I14,
        "the second was first",
        s -> s.at(1).push("j1").push("j2").at(2).claim("j2", 1, 1).claim("j1", 1, 1));
    fine(
        "in order within each priority and producer",
        s -> {
          s.on("p").at(1).push("j1").push("j2", e -> e.priority(3)).on("r").push("j3");
          s.on("a").at(2).claim("j2", 1, 1).claim("j3", 1, 1).claim("j1", 1, 1);
        });
    fine(
        "orders are not judged where operations overlap",
        s -> {
          s.on("p").at(1).begin(1).push("j1").at(2).end(1).push("j1");
          s.begin(2).push("j2", e -> e.priority(3)).end(2).push("j2", e -> e.priority(3));
          s.on("a").at(3).point().claim("j1", 1, 1);
        });
    settings = CheckSettings.builder().healBound(Duration.ofSeconds(10)).build();
    add(
        "those behind a failed head are left",
        List.of(Invariant.I15, Invariant.I27),
        s -> {
          s.on("a").at(1).claims().push("j1").push("j2").claim("j1", 1, 1);
          s.settle("j1", 1, "BURY", "APPLIED").event(Op.HEAL);
          s.at(60_000).dump("j1", "FAILED").dump("j2", "READY");
        });
    fine(
        "those behind a failed head go on",
        s -> {
          s.on("a").at(1).claims().push("j1").push("j2").claim("j1", 1, 1);
          s.settle("j1", 1, "BURY", "APPLIED").event(Op.HEAL);
          s.claim("j2", 1, 1).settle("j2", 1, "COMPLETE", "APPLIED");
          s.at(60_000).dump("j1", "FAILED");
        });
    settings = CheckSettings.defaults();
  }

  private void leaders() {
    breaks(
        Invariant.I17,
        "one term has two leaders",
        s -> s.on("a").at(1).lead(1, "a").on("b").at(2).lead(1, "b"));
    breaks(
        Invariant.I17,
        "the term fell",
        s -> s.on("a").at(1).lead(2, "a").on("b").at(2).lead(1, "b"));
    breaks(
        Invariant.I17,
        "an old leader's sweep was accepted",
        s -> {
          s.on("b").at(1).event(Op.SWEEP, e -> e.queue("q").term(2).result("APPLIED"));
          s.on("a").at(2).event(Op.SWEEP, e -> e.queue("q").term(1).result("APPLIED"));
        });
    fine(
        "an old leader's sweep was refused, or overlapped",
        s -> {
          s.on("c").at(0).begin(1).event(Op.PRUNE, e -> e.queue("q").term(1));
          s.on("b").at(1).point();
          s.event(Op.SWEEP, e -> e.queue("q").term(2).result("APPLIED"));
          s.on("a").at(2).event(Op.SWEEP, e -> e.queue("q").term(1).result("REFUSED"));
          s.on("c").at(3).end(1);
          s.event(Op.PRUNE, e -> e.queue("q").term(1).result("APPLIED"));
        });
    fine(
        "an answer overtakes the next one",
        s -> {
          s.on("a").at(1).begin(1).lead(0, "").on("b").at(2).point().lead(2, "b");
          s.on("a").at(3).end(1).lead(1, "a");
        });
    breaks(
        Invariant.I18,
        "a leader that slept believes still",
        s -> s.on("a").at(1).lead(1, "a").at(31_000).event(Op.BELIEVE, e -> e.term(1)));
    breaks(
        Invariant.I18,
        "a leader believes from the answer on, not from the asking",
        s -> {
          s.on("a").at(1).begin(1).lead(0, "").at(9_000).end(1).lead(1, "a");
          s.point().event(Op.BELIEVE, e -> e.term(1).leaseNanos(30 * SECOND));
        });
    breaks(
        Invariant.I18,
        "nobody told it so",
        s -> s.on("a").at(1).lead(1, "b").at(2).event(Op.BELIEVE, e -> e.term(1)));
    fine(
        "a process that was put off while it looked believed when it began to look",
        s -> {
          s.on("a").at(1).lead(1, "a").at(30_000).begin(7).event(Op.BELIEVE, e -> e.term(1));
          s.at(60_000).end(7).event(Op.BELIEVE, e -> e.term(1));
        });
    breaks(
        Invariant.I18,
        "a process began to look when its time was over, and believes still",
        s -> {
          s.on("a").at(1).lead(1, "a").at(30_004).begin(7).event(Op.BELIEVE, e -> e.term(1));
          s.at(30_005).end(7).event(Op.BELIEVE, e -> e.term(1));
        });
    fine(
        "a leader whose office was taken believes until its own time is over",
        s -> {
          s.on("a").at(1).lead(1, "a").named(Op.FAULT, "leadership-expired");
          s.on("b").at(2).lead(2, "b");
          s.on("a").at(20_000).event(Op.BELIEVE, e -> e.term(1));
        });
  }

  private void locks() {
    breaks(
        Invariant.I19,
        "a write with an old token was accepted",
        s -> {
          s.on("a").at(1).lock(Op.WRITE, "l", 2, "ACCEPTED");
          s.on("b").at(2).lock(Op.WRITE, "l", 1, "ACCEPTED");
        });
    breaks(
        Invariant.I19,
        "the tokens of a lock fell",
        s -> {
          s.on("a").at(1).lock(Op.LOCK, "l", 2, "GRANTED").lock(Op.UNLOCK, "l", 2, "UNLOCKED");
          s.on("b").at(2).lock(Op.LOCK, "l", 1, "GRANTED");
        });
    fine(
        "an overlapping write may be first",
        s -> {
          s.on("b").at(1).begin(1).lock(Op.WRITE, "l", 1, "");
          s.on("a").at(2).point().lock(Op.WRITE, "l", 2, "ACCEPTED");
          s.on("b").at(3).end(1).lock(Op.WRITE, "l", 1, "ACCEPTED");
          s.point().at(4).lock(Op.WRITE, "l", 1, "REFUSED");
        });
    breaks(
        Invariant.I20,
        "somebody else unlocked it",
        s -> {
          s.on("a").at(1).lock(Op.LOCK, "l", 1, "GRANTED");
          s.on("b").at(2).lock(Op.UNLOCK, "l", 1, "UNLOCKED");
        });
    breaks(
        Invariant.I20,
        "a stale holder unlocked it",
        s -> {
          s.on("a").at(1).lock(Op.LOCK, "l", 1, "GRANTED");
          s.on("b").at(20_000).lock(Op.LOCK, "l", 2, "GRANTED");
          s.on("a").at(20_001).lock(Op.UNLOCK, "l", 1, "UNLOCKED");
        });
    breaks(
        Invariant.I20,
        "two hold one lock",
        s -> {
          s.on("a").at(1).lock(Op.LOCK, "l", 1, "GRANTED");
          s.at(5_000).lock(Op.EXTEND_LOCK, "l", 1, "RENEWED");
          s.on("b").at(12_000).lock(Op.LOCK, "l", 2, "GRANTED");
        });
    fine(
        "a lock that may have been unlocked, and one that a fault ended",
        s -> {
          s.on("a").at(1).lock(Op.LOCK, "l", 1, "GRANTED").begin(1).lock(Op.UNLOCK, "l", 1, "");
          s.on("b").at(2).point().lock(Op.LOCK, "l", 2, "GRANTED");
          s.at(3).named(Op.FAULT, "lock-expired");
          s.on("c").at(4).lock(Op.LOCK, "l", 3, "GRANTED");
          s.on("b").at(5).lock(Op.UNLOCK, "l", 2, "LOST");
        });
  }

  private void members() {
    breaks(
        Invariant.I21,
        "a dead node is listed",
        s -> {
          s.on("a").at(1).event(Op.JOIN, e -> e.token(1).result("ADMITTED")).event(Op.CRASH);
          s.on("b").at(21_000).named(Op.SEEN, "a");
        });
    breaks(
        Invariant.I21,
        "a node that left is listed",
        s -> {
          s.on("a").at(1).event(Op.JOIN, e -> e.token(1)).event(Op.LEAVE, e -> e.token(1));
          s.on("b").at(2).named(Op.SEEN, "a");
        });
    breaks(
        Invariant.I21,
        "a living node is not listed",
        s -> {
          s.on("a").at(1).event(Op.JOIN, e -> e.token(1));
          s.on("b").at(6_000).event(Op.SEEN, e -> e.count(0));
        });
    fine(
        "a node is listed while it lives and may have renewed",
        s -> {
          s.on("a").at(1).event(Op.JOIN, e -> e.token(1)).at(2).begin(1).event(Op.RENEW);
          s.on("b").at(16_000).point().named(Op.SEEN, "a").event(Op.SEEN, e -> e.count(1));
          s.at(60_000).named(Op.SEEN, "a").event(Op.SEEN, e -> e.count(1));
        });
    fine(
        "a node whose membership was ended by a fault need not be listed",
        s -> {
          s.on("a").at(1).event(Op.JOIN, e -> e.token(1)).named(Op.FAULT, "session-expired");
          s.on("b").at(6_000).event(Op.SEEN, e -> e.count(0));
        });
    breaks(
        Invariant.I22,
        "nobody sent what was heard",
        s -> s.on("a").at(1).event(Op.HEAR, e -> e.name("t").hash(3)));
    fine(
        "what was heard was sent, told before or after",
        s -> {
          s.on("a").at(1).event(Op.HEAR, e -> e.name("t").hash(3));
          s.on("b").event(Op.SEND, e -> e.name("t").hash(3));
        });
  }

  private void counts() {
    breaks(
        Invariant.I23,
        "the numbers do not add up",
        s -> s.at(1).stats("pushed", 0).stats("ready", 0).stats("completed", 1));
    breaks(Invariant.I23, "a number is negative", s -> s.at(1).stats("removed", -1));
    breaks(
        Invariant.I23,
        "the dump holds another number of ready jobs",
        s -> s.at(1).push("j1").dump("j1", "FAILED").stats("ready", 1));
    breaks(
        Invariant.I23,
        "a completion was counted twice",
        s -> {
          s.at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.stats("completed", 2);
        });
    fine(
        "a completion without a known answer may be counted",
        s -> {
          s.at(1).push("j1").push("j2").claim("j1", 1, 1).claim("j2", 1, 1);
          s.settle("j1", 1, "COMPLETE", "APPLIED").begin(1).settle("j2", 1, "COMPLETE", "");
          s.point().at(9).stats(2, 0, 0, 0, 2, 0);
        });
    breaks(
        Invariant.I28,
        "a timer was left",
        s -> s.at(1).event(Op.STATS, e -> e.name("leak.timers").count(1)));
    fine("no timer was left", s -> s.at(1).event(Op.STATS, e -> e.name("leak.timers").count(0)));
  }

  private void stops() {
    breaks(
        Invariant.I24,
        "it claimed after it had stopped",
        s -> {
          s.on("a").at(1).push("j1").begin(1).event(Op.STOP).at(2).end(1).event(Op.STOP);
          s.at(3).begin(2).claims().at(4).end(2).claim("j1", 1, 1);
        });
    breaks(
        Invariant.I24,
        "a handler was called after the stop",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).begin(1).event(Op.STOP);
          s.at(2).end(1).event(Op.STOP).point().handler(Op.START, "j1", 1);
        });
    breaks(
        Invariant.I24,
        "a handler runs at the end of the stop",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).handler(Op.START, "j1", 1);
          s.begin(1).event(Op.STOP).at(2).end(1).event(Op.STOP);
        });
    breaks(
        Invariant.I24,
        "a claim was left reserved",
        s -> {
          s.on("a").at(1).push("j1").begin(1).claims().at(2).end(1).claim("j1", 1, 1);
          s.begin(2).event(Op.STOP).at(3).end(2).event(Op.STOP);
        });
    breaks(
        Invariant.I24,
        "the lease was not kept until the handler ended",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).handler(Op.START, "j1", 1);
          s.begin(1).event(Op.STOP).at(20_000).point().handler(Op.END, "j1", 1);
        });
    fine(
        "a stop that leaves nothing",
        s -> {
          s.on("a").at(1).push("j1").push("j2").claim("j1", 1, 1).claim("j2", 1, 1);
          s.handler(Op.START, "j1", 1).begin(1).event(Op.STOP);
          s.point().settle("j2", 1, "HAND_BACK", "APPLIED");
          s.at(9_000).extend("j1", 1, "EXTENDED").at(20_000).handler(Op.END, "j1", 1);
          s.settle("j1", 1, "COMPLETE", "APPLIED").end(1).event(Op.STOP);
        });
    fine(
        "a claim that was sent before the stop arrives late",
        s -> {
          s.on("a").at(1).push("j1").begin(1).event(Op.STOP).at(2).end(1).event(Op.STOP);
          s.at(9_000).point().claim("j1", 1, 1);
        });
    fine(
        "extensions that are sent but fail keep no lease and are no fault of the stop",
        s -> {
          s.on("a").at(1).push("j1").begin(1).claims().at(2).end(1).claim("j1", 1, 1);
          s.point().handler(Op.START, "j1", 1).begin(2).event(Op.STOP);
          s.at(9_000).begin(3).extend("j1", 1, "").at(9_001).fail(3).extend("j1", 1, "");
          s.at(20_000).point().handler(Op.END, "j1", 1);
        });
  }

  private void removals() {
    breaks(
        Invariant.I25,
        "a removed job was claimed",
        s -> s.at(1).push("j1").remove("j1", "remove", "REMOVED").at(2).claim("j1", 1, 1));
    breaks(
        Invariant.I25,
        "a late release brought a removed job back",
        s -> {
          s.at(1).push("j1").claim("j1", 1, 1).remove("j1", "remove", "REMOVED");
          s.at(2).settle("j1", 1, "RELEASE", "APPLIED");
        });
    breaks(
        Invariant.I25,
        "a late release brought a cleared job back",
        s -> {
          s.at(1).push("j1").claim("j1", 1, 1);
          s.at(2).event(Op.REMOVE, e -> e.queue("q").arrow("clear").count(1));
          s.at(3).settle("j1", 1, "RELEASE", "APPLIED");
        });
    breaks(
        Invariant.I25,
        "a discarded job is in the dump",
        s -> {
          s.at(1).push("j1").claim("j1", 1, 1).settle("j1", 1, "DISCARD", "APPLIED");
          s.at(2).dump("j1", "READY");
        });
    fine(
        "a late release of a removed job is LOST",
        s -> {
          s.at(1).push("j1").claim("j1", 1, 1).remove("j1", "remove", "REMOVED");
          s.at(2).settle("j1", 1, "RELEASE", "LOST");
        });
    fine(
        "a release that overlaps the removal",
        s -> {
          s.on("a").at(1).push("j1").claim("j1", 1, 1).begin(1);
          s.settle("j1", 1, "RELEASE", "").on("b").at(2).point();
          s.remove("j1", "remove", "REMOVED").on("a").at(3).end(1);
          s.settle("j1", 1, "RELEASE", "APPLIED");
        });
    fine(
        "a cancellation that found nothing removed nothing",
        s -> {
          s.at(1).push("j1").event(Op.REMOVE, e -> e.job("j1").arrow("cancel").result("NONE"));
          s.at(2).claim("j1", 1, 1);
        });
  }

  private void healing() {
    settings = CheckSettings.builder().healBound(Duration.ofSeconds(10)).build();
    breaks(
        Invariant.I27,
        "a job is in line long after healing",
        s -> s.on("a").at(1).claims().push("j1").event(Op.HEAL).at(60_000).dump("j1", "READY"));
    breaks(
        Invariant.I27,
        "nobody leads after healing",
        s -> {
          s.on("a").at(1).claims().lead(1, "a").event(Op.HEAL);
          s.at(60_000).stats("ready", 0);
        });
    fine(
        "all is final within the bound",
        s -> {
          s.on("a").at(1).claims().push("j1").lead(1, "a").event(Op.HEAL);
          s.at(5_000).lead(1, "a").claim("j1", 1, 1).settle("j1", 1, "COMPLETE", "APPLIED");
          s.at(60_000).stats("ready", 0);
        });
    fine(
        "what is not due need not be final",
        s -> {
          s.on("a").at(1).claims().push("j1", e -> e.delayNanos(90 * SECOND)).event(Op.HEAL);
          s.at(60_000).dump("j1", "DELAYED");
        });
    settings = CheckSettings.defaults();
  }
}
