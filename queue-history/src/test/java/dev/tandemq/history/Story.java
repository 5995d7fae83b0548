package dev.tandemq.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes a history by hand: who, when, what. Times are in milliseconds. */
final class Story {

  private final List<HistoryEvent> events = new ArrayList<>();
  private long at;
  private String node = "a";
  private long call;
  private Phase phase = Phase.OK;

  /** The moment of what follows. */
  Story at(long millis) {
    at = millis * 1_000_000;
    return this;
  }

  /** The node of what follows, which is its own incarnation. */
  Story on(String name) {
    node = name;
    return this;
  }

  /** What follows is the beginning of a call. */
  Story begin(long number) {
    call = number;
    phase = Phase.INVOKE;
    return this;
  }

  /** What follows is the known end of a call. */
  Story end(long number) {
    call = number;
    phase = Phase.OK;
    return this;
  }

  /** What follows ends a call that was certainly not done. */
  Story fail(long number) {
    call = number;
    phase = Phase.FAIL;
    return this;
  }

  /** What follows is the unknown end of a call. */
  Story unknown(long number) {
    call = number;
    phase = Phase.UNKNOWN;
    return this;
  }

  /** What follows is a point. */
  Story point() {
    call = 0;
    phase = Phase.OK;
    return this;
  }

  Story event(Op op, Consumer<HistoryEvent.Builder> more) {
    HistoryEvent.Builder builder = HistoryEvent.at(at, node, node, op, phase).call(call);
    more.accept(builder);
    events.add(builder.build());
    return this;
  }

  Story event(Op op) {
    return event(op, e -> {});
  }

  Story push(String job) {
    return push(job, e -> {});
  }

  Story push(String job, Consumer<HistoryEvent.Builder> more) {
    return event(
        Op.PUSH,
        e -> {
          e.job(job).queue("q").hash(7).maxAttempts(3).result(phase == Phase.OK ? "ADDED" : "");
          more.accept(e);
        });
  }

  Story claim(String job, long token, int attempt) {
    return claim(job, token, attempt, e -> {});
  }

  Story claim(String job, long token, int attempt, Consumer<HistoryEvent.Builder> more) {
    return event(
        Op.CLAIM,
        e -> {
          e.job(job).queue("q").token(token).attempt(attempt).hash(7).leaseNanos(15_000_000_000L);
          more.accept(e);
        });
  }

  /** The beginning of a claim, which knows no job yet. */
  Story claims() {
    return event(Op.CLAIM, e -> e.queue("q").count(1));
  }

  Story settle(String job, long token, String arrow, String result) {
    return settle(job, token, arrow, result, 0);
  }

  Story settle(String job, long token, String arrow, String result, long delayMillis) {
    return event(
        Op.SETTLE,
        e ->
            e.job(job)
                .queue("q")
                .token(token)
                .arrow(arrow)
                .result(result)
                .delayNanos(delayMillis * 1_000_000));
  }

  Story extend(String job, long token, String result) {
    return event(
        Op.EXTEND, e -> e.job(job).token(token).result(result).leaseNanos(15_000_000_000L));
  }

  Story remove(String job, String arrow, String result) {
    return event(Op.REMOVE, e -> e.job(job).queue("q").arrow(arrow).result(result));
  }

  Story handler(Op op, String job, long token) {
    return event(op, e -> e.job(job).token(token));
  }

  Story lead(long term, String leader) {
    return event(Op.LEAD, e -> e.term(term).name(leader).leaseNanos(30_000_000_000L));
  }

  Story named(Op op, String name) {
    return event(op, e -> e.name(name));
  }

  Story lock(Op op, String name, long token, String result) {
    return event(op, e -> e.name(name).token(token).result(result).leaseNanos(10_000_000_000L));
  }

  Story dump(String job, String state) {
    return event(Op.DUMP, e -> e.job(job).queue("q").result(state));
  }

  Story stats(String name, long count) {
    return event(Op.STATS, e -> e.queue("q").name(name).count(count));
  }

  Story stats(long pushed, long ready, long delayed, long reserved, long completed, long failed) {
    return stats("pushed", pushed)
        .stats("ready", ready)
        .stats("delayed", delayed)
        .stats("reserved", reserved)
        .stats("completed", completed)
        .stats("failed", failed)
        .stats("removed", pushed - ready - delayed - reserved - completed - failed);
  }

  List<HistoryEvent> events() {
    return events;
  }

  List<Verdict> verdicts() {
    return verdicts(CheckSettings.defaults());
  }

  List<Verdict> verdicts(CheckSettings settings) {
    HistoryChecker checker = new HistoryChecker(settings);
    events.forEach(checker);
    return checker.verdicts();
  }
}
