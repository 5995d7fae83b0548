package dev.tandemq.history;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store that writes down what becomes of jobs: one event for each job that is pushed, claimed,
 * settled, extended, requeued or removed, and for each sweep and prune. Looking, pausing, bounds
 * and hints are not told.
 *
 * <p><b>Claims.</b> At the {@link Side#CALLER} one {@code CLAIM INVOKE} with {@code count} wanted,
 * {@code leaseNanos} and, when it is one, the queue; then a {@code CLAIM OK} for each claim, all
 * with its number, or a single one without a job when there was none. At the {@link Side#BACKEND}
 * the claims alone.
 *
 * <p><b>What an answer leaves open.</b> {@code requeue}, {@code remove} and {@code forget} say how
 * many jobs moved and not which. One that certainly did is {@code OK}, one that certainly did not
 * is {@code FAIL}; when the count leaves it open each is {@code UNKNOWN}, which is what it is. A
 * cancellation is told with its answer as {@code result}; a job for which it is REQUESTED goes
 * later without an event, when its claim ends by what leads back into line.
 *
 * <p>{@code clear} and {@code prune} name no job at all. They are told as one event without a job,
 * {@code REMOVE} with arrow {@code clear} or {@code PRUNE}, with the number of jobs that went. At
 * the {@link Side#CALLER} that is all that can be known: any job of the queue that was there, and
 * not settled, before the end of the call may be gone; failed ones only by a prune. At the {@link
 * Side#BACKEND} the queue is listed before and looked at after, {@code result} or {@code name} says
 * {@value #NAMED}, and each job that went has its own {@code REMOVE} before the event without one.
 * The same looking tells apart the jobs of the three calls above. It needs a store that answers at
 * once and can list; where it does not, the events are as at the caller's side.
 *
 * <p>As safe for concurrent use as the target, within what the {@link Side} says.
 */
public final class RecordingJobStore extends ForwardingJobStore {

  /** What the event of a clear or prune says whose jobs were told one by one. */
  public static final String NAMED = "NAMED";

  private static final String CLEAR = "clear";
  private static final String PRUNE = "prune";

  private final Calls calls;
  private final Whereabouts whereabouts;

  /**
   * A store whose calls are told.
   *
   * @param target what is recorded
   * @param recorder writes the events
   * @param side whether the target is the store itself or the way to it
   */
  public RecordingJobStore(JobStore target, HistoryRecorder recorder, Side side) {
    super(target);
    this.calls = new Calls(recorder, side);
    this.whereabouts = new Whereabouts(target, side == Side.BACKEND);
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    List<Job> sent = List.copyOf(jobs);
    long first = calls.numbers(sent.size());
    if (calls.tellsBeginnings()) {
      tellPushes(sent, null, Phase.INVOKE, "", first);
    }
    return calls.make(
        () -> target().put(sent),
        (answers, phase, error) -> tellPushes(sent, answers, phase, error, first));
  }

  private void tellPushes(
      List<Job> jobs, @Nullable List<PutResult> answers, Phase phase, String error, long first) {
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      HistoryEvent.Builder event =
          about(calls.event(Op.PUSH, phase, calls.plus(first, i)), job)
              .delayNanos(job.delay().toNanos())
              .count(jobs.size() > 1 ? jobs.size() : 0)
              .error(error);
      if (answers != null) {
        PutResult answer = answers.get(i);
        event.result(word(answer));
        if (!answer.id().equals(job.id())) {
          event.name(answer.id().toString());
        }
      }
      calls.write(event);
    }
  }

  private static HistoryEvent.Builder about(HistoryEvent.Builder event, Job job) {
    return event
        .job(job.id().toString())
        .queue(job.queue())
        .priority(job.priority())
        .maxAttempts(job.maxAttempts())
        .hash(ContentHash.of(job.payload()));
  }

  private static String word(PutResult answer) {
    if (answer instanceof PutResult.Added) {
      return "ADDED";
    }
    return answer instanceof PutResult.Duplicate ? "DUPLICATE" : "FULL";
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    int settles = request.done().size();
    long first = calls.numbers(settles + (request.want() > 0 ? 1 : 0));
    if (calls.tellsBeginnings()) {
      tellSettles(request.done(), null, Phase.INVOKE, "", first);
      tellClaims(request, null, Phase.INVOKE, "", calls.plus(first, settles));
    }
    return calls.make(
        () -> target().turn(request),
        (turn, phase, error) -> {
          List<SettleResult> settled = turn == null ? null : turn.settled();
          tellSettles(request.done(), settled, phase, error, first);
          tellClaims(request, turn, phase, error, calls.plus(first, settles));
        });
  }

  private void tellSettles(
      List<Settle> done,
      @Nullable List<SettleResult> answers,
      Phase phase,
      String error,
      long first) {
    for (int i = 0; i < done.size(); i++) {
      Settle settle = done.get(i);
      HistoryEvent.Builder event =
          about(calls.event(Op.SETTLE, phase, calls.plus(first, i)), settle.claim())
              .arrow(settle.arrow().name())
              .delayNanos(settle.delay().toNanos())
              .error(error);
      if (answers != null) {
        event.result(answers.get(i).name());
      }
      calls.write(event);
    }
  }

  private static HistoryEvent.Builder about(HistoryEvent.Builder event, Claim claim) {
    return event
        .job(claim.job().id().toString())
        .queue(claim.job().queue())
        .token(claim.token())
        .attempt(claim.attempt());
  }

  private void tellClaims(
      TurnRequest request, @Nullable Turn turn, Phase phase, String error, long call) {
    if (turn != null) {
      for (Claim claim : turn.claims()) {
        calls.write(
            about(about(calls.event(Op.CLAIM, phase, call), claim.job()), claim)
                .leaseNanos(request.lease().toNanos()));
      }
      if (!turn.claims().isEmpty()) {
        return;
      }
    }
    if (calls.tellsBeginnings() && request.want() > 0) {
      List<String> queues = request.queues();
      calls.write(
          calls
              .event(Op.CLAIM, phase, call)
              .queue(queues.size() == 1 ? queues.get(0) : "")
              .leaseNanos(request.lease().toNanos())
              .count(phase == Phase.OK ? 0 : request.want())
              .error(error));
    }
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    List<Claim> sent = List.copyOf(claims);
    long first = calls.numbers(sent.size());
    if (calls.tellsBeginnings()) {
      tellExtensions(sent, lease, null, Phase.INVOKE, "", first);
    }
    return calls.make(
        () -> target().extend(sent, lease),
        (answers, phase, error) -> tellExtensions(sent, lease, answers, phase, error, first));
  }

  private void tellExtensions(
      List<Claim> claims,
      Duration lease,
      @Nullable List<Extended> answers,
      Phase phase,
      String error,
      long first) {
    for (int i = 0; i < claims.size(); i++) {
      HistoryEvent.Builder event =
          about(calls.event(Op.EXTEND, phase, calls.plus(first, i)), claims.get(i))
              .leaseNanos(lease.toNanos())
              .error(error);
      if (answers != null) {
        event.result(answers.get(i).name());
      }
      calls.write(event);
    }
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    long call = calls.numbers(1);
    if (calls.tellsBeginnings()) {
      calls.write(calls.event(Op.SWEEP, Phase.INVOKE, call).queue(queue).term(term));
    }
    return calls.make(
        () -> target().sweep(queue, max, term),
        (swept, phase, error) -> {
          HistoryEvent.Builder event =
              calls.event(Op.SWEEP, phase, call).queue(queue).term(term).error(error);
          if (swept != null) {
            event
                .result(swept.isRefused() ? "REFUSED" : "APPLIED")
                .count(swept.promoted() + (long) swept.rescued());
          }
          calls.write(event);
        });
  }

  @Override
  public CompletionStage<Pruned> prune(
      String queue, Duration olderThan, int keep, int max, long term) {
    long call = calls.numbers(1);
    if (calls.tellsBeginnings()) {
      calls.write(calls.event(Op.PRUNE, Phase.INVOKE, call).queue(queue).term(term));
    }
    List<JobId> before = whereabouts.failed(queue);
    return calls.make(
        () -> target().prune(queue, olderThan, keep, max, term),
        (pruned, phase, error) -> {
          boolean named = tellGone(before, queue, PRUNE, phase, call);
          HistoryEvent.Builder event =
              calls
                  .event(Op.PRUNE, phase, call)
                  .queue(queue)
                  .term(term)
                  .name(named ? NAMED : "")
                  .error(error);
          if (pruned != null) {
            event.result(pruned.isRefused() ? "REFUSED" : "APPLIED").count(pruned.removed());
          }
          calls.write(event);
        });
  }

  @Override
  public CompletionStage<Integer> clear(String queue) {
    long call = calls.numbers(1);
    if (calls.tellsBeginnings()) {
      calls.write(calls.event(Op.REMOVE, Phase.INVOKE, call).queue(queue).arrow(CLEAR));
    }
    List<JobId> before = whereabouts.unfinished(queue);
    return calls.make(
        () -> target().clear(queue),
        (removed, phase, error) -> {
          boolean named = tellGone(before, queue, CLEAR, phase, call);
          calls.write(
              calls
                  .event(Op.REMOVE, phase, call)
                  .queue(queue)
                  .arrow(CLEAR)
                  .result(named ? NAMED : "")
                  .count(removed == null ? 0 : removed)
                  .error(error));
        });
  }

  /** Tells one by one of the jobs that were there before and are not any more. */
  private boolean tellGone(
      @Nullable List<JobId> before, String queue, String arrow, Phase phase, long call) {
    if (before == null || phase != Phase.OK) {
      return false;
    }
    for (JobId id : before) {
      if (whereabouts.isGone(id)) {
        calls.write(
            calls
                .event(Op.REMOVE, Phase.OK, call)
                .job(id.toString())
                .queue(queue)
                .arrow(arrow)
                .result("REMOVED"));
      }
    }
    return true;
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    return move(Op.REQUEUE, "", queue, ids, sent -> target().requeue(queue, sent));
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    return move(Op.REMOVE, "remove", "", ids, sent -> target().remove(sent));
  }

  @Override
  public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    return move(Op.REMOVE, "forget", queue, ids, sent -> target().forget(queue, sent));
  }

  /** Moves jobs by a call that says how many of them moved. */
  private CompletionStage<Integer> move(
      Op op,
      String arrow,
      String queue,
      List<JobId> ids,
      Function<List<JobId>, CompletionStage<Integer>> call) {
    List<JobId> sent = List.copyOf(ids);
    List<JobId> distinct = sent.stream().distinct().toList();
    long first = calls.numbers(distinct.size());
    for (int i = 0; calls.tellsBeginnings() && i < distinct.size(); i++) {
      calls.write(
          calls
              .event(op, Phase.INVOKE, calls.plus(first, i))
              .job(distinct.get(i).toString())
              .queue(queue)
              .arrow(arrow));
    }
    Whereabouts.Moves moves = whereabouts.before(op, queue, distinct);
    return calls.make(
        () -> call.apply(sent),
        (moved, phase, error) -> {
          for (int i = 0; i < distinct.size(); i++) {
            Phase one = moved == null ? phase : moves.of(i, moved);
            calls.write(
                calls
                    .event(op, one, calls.plus(first, i))
                    .job(distinct.get(i).toString())
                    .queue(queue)
                    .arrow(arrow)
                    .result(one == Phase.OK ? (op == Op.REQUEUE ? "MOVED" : "REMOVED") : "")
                    .error(error));
          }
        });
  }

  @Override
  public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    List<JobId> sent = List.copyOf(ids);
    long first = calls.numbers(sent.size());
    if (calls.tellsBeginnings()) {
      tellCancels(sent, null, Phase.INVOKE, "", first);
    }
    return calls.make(
        () -> target().cancel(sent),
        (answers, phase, error) -> tellCancels(sent, answers, phase, error, first));
  }

  private void tellCancels(
      List<JobId> ids,
      @Nullable List<CancelResult> answers,
      Phase phase,
      String error,
      long first) {
    for (int i = 0; i < ids.size(); i++) {
      CancelResult answer = answers == null ? null : answers.get(i);
      Phase one = answer == CancelResult.REQUESTED ? Phase.UNKNOWN : phase;
      calls.write(
          calls
              .event(Op.REMOVE, one, calls.plus(first, i))
              .job(ids.get(i).toString())
              .arrow("cancel")
              .result(answer == null ? "" : answer.name())
              .error(error));
    }
  }
}
