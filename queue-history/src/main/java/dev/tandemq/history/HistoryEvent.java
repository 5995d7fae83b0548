package dev.tandemq.history;

/**
 * One line of a history: what one process saw of one operation. What does not apply to an operation
 * is the empty text or zero.
 *
 * @param at nanoseconds since the run began, by the recorder's monotonic clock
 * @param node name of the node, or {@code store} for what the store itself saw
 * @param incarnation which start of it
 * @param op what was done
 * @param phase how far it has come
 * @param call the same for the beginning and the end of one operation of one incarnation; else 0
 * @param job id of the job
 * @param queue name of the queue
 * @param token of the claim, of the lock, or the session of the membership
 * @param attempt which attempt
 * @param term of the leader
 * @param arrow which way a job took
 * @param result the answer in a word
 * @param error what went wrong
 * @param name of a lock, a topic, a fault, a number; another node's incarnation
 * @param hash of the payload or message
 * @param delayNanos how long the job was to stay out of sight
 * @param leaseNanos how long something holds
 * @param priority of the job
 * @param maxAttempts of the job
 * @param count how many
 */
public record HistoryEvent(
    long at,
    String node,
    String incarnation,
    Op op,
    Phase phase,
    long call,
    String job,
    String queue,
    long token,
    int attempt,
    long term,
    String arrow,
    String result,
    String error,
    String name,
    long hash,
    long delayNanos,
    long leaseNanos,
    int priority,
    int maxAttempts,
    long count) {

  /** An event with what every event has. */
  public static Builder at(long at, String node, String incarnation, Op op, Phase phase) {
    return new Builder(at, node, incarnation, op, phase);
  }

  /** Gathers what an event says; used once, by one thread. */
  public static final class Builder {

    private long at;
    private String node;
    private String incarnation;
    private Op op;
    private Phase phase;
    private long call;
    private String job = "";
    private String queue = "";
    private long token;
    private int attempt;
    private long term;
    private String arrow = "";
    private String result = "";
    private String error = "";
    private String name = "";
    private long hash;
    private long delayNanos;
    private long leaseNanos;
    private int priority;
    private int maxAttempts;
    private long count;

    private Builder(long at, String node, String incarnation, Op op, Phase phase) {
      this.at = at;
      this.node = node;
      this.incarnation = incarnation;
      this.op = op;
      this.phase = phase;
    }

    /** What every event has, where it is read last. */
    Builder head(long atValue, String nodeName, String start, Op what, Phase how) {
      this.at = atValue;
      this.node = nodeName;
      this.incarnation = start;
      this.op = what;
      this.phase = how;
      return this;
    }

    /** The same for the beginning and the end of one operation of one incarnation; else 0. */
    public Builder call(long value) {
      this.call = value;
      return this;
    }

    /** Id of the job. */
    public Builder job(String value) {
      this.job = value;
      return this;
    }

    /** Name of the queue. */
    public Builder queue(String value) {
      this.queue = value;
      return this;
    }

    /** Of the claim, of the lock, or the session of the membership. */
    public Builder token(long value) {
      this.token = value;
      return this;
    }

    /** Which attempt. */
    public Builder attempt(int value) {
      this.attempt = value;
      return this;
    }

    /** Of the leader. */
    public Builder term(long value) {
      this.term = value;
      return this;
    }

    /** Which way a job took. */
    public Builder arrow(String value) {
      this.arrow = value;
      return this;
    }

    /** The answer in a word. */
    public Builder result(String value) {
      this.result = value;
      return this;
    }

    /** What went wrong. */
    public Builder error(String value) {
      this.error = value;
      return this;
    }

    /** Of a lock, a topic, a fault, a number; another node's incarnation. */
    public Builder name(String value) {
      this.name = value;
      return this;
    }

    /** Of the payload or message. */
    public Builder hash(long value) {
      this.hash = value;
      return this;
    }

    /** How long the job was to stay out of sight. */
    public Builder delayNanos(long value) {
      this.delayNanos = value;
      return this;
    }

    /** How long something holds. */
    public Builder leaseNanos(long value) {
      this.leaseNanos = value;
      return this;
    }

    /** Of the job. */
    public Builder priority(int value) {
      this.priority = value;
      return this;
    }

    /** Of the job. */
    public Builder maxAttempts(int value) {
      this.maxAttempts = value;
      return this;
    }

    /** How many. */
    public Builder count(long value) {
      this.count = value;
      return this;
    }

    /** The event. */
    public HistoryEvent build() {
      return new HistoryEvent(
          at,
          node,
          incarnation,
          op,
          phase,
          call,
          job,
          queue,
          token,
          attempt,
          term,
          arrow,
          result,
          error,
          name,
          hash,
          delayNanos,
          leaseNanos,
          priority,
          maxAttempts,
          count);
    }
  }
}
