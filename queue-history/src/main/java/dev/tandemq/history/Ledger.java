package dev.tandemq.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a history has told so far, of jobs, queues and nodes.
 *
 * <p>Every event has a position, its number. An operation lies between the position of its INVOKE
 * and that of its end, and one operation was certainly before another when it ended at a smaller
 * position than the other began. An event without a beginning is a point. An operation without a
 * known end may have been done at any time from its beginning on, or never.
 */
final class Ledger {

  /** A position or a moment that does not come. */
  static final long NEVER = Long.MAX_VALUE;

  private final CheckSettings settings;
  private final Map<String, JobTrack> jobs = new HashMap<>();
  private final Map<String, QueueTrack> queues = new HashMap<>();
  private final Map<String, Map<String, NodeTrack>> nodes = new HashMap<>();
  private final List<NodeTrack> allNodes = new ArrayList<>();
  private @Nullable NodeTrack lastNode;
  private final Step step = new Step();
  private long position;
  private long lastAt;
  private boolean points = true;
  private boolean dumped;
  private long troubleAt = Long.MIN_VALUE;
  private boolean troubled;
  private long healedAt = NEVER;
  private long expiredAt = Long.MIN_VALUE;
  private long openClaims;

  Ledger(CheckSettings settings) {
    this.settings = settings;
  }

  /** What the event is about; the ledger does not take it in yet. */
  Step look(HistoryEvent event) {
    position++;
    lastAt = Math.max(lastAt, event.at());
    NodeTrack node = node(event);
    OpenCall call = null;
    if (event.call() != 0) {
      call =
          event.phase() == Phase.INVOKE
              ? node.begin(event.call(), position, event.at())
              : node.call(event.call());
    }
    QueueTrack queue = null;
    if (!event.queue().isEmpty()) {
      queue = queues.get(event.queue());
      if (queue == null) {
        queue = new QueueTrack(event.queue());
        queues.put(queue.name, queue);
      }
    }
    JobTrack job = null;
    if (!event.job().isEmpty()) {
      job = jobs.get(event.job());
      if (job == null) {
        job = new JobTrack(event.job());
        jobs.put(job.id, job);
      }
      if (queue == null) {
        queue = job.queue;
      } else if (job.queue == null) {
        job.queue = queue;
      }
    }
    step.fill(event, node, position, call, job, queue);
    return step;
  }

  private NodeTrack node(HistoryEvent event) {
    NodeTrack latest = lastNode;
    if (latest != null && latest.is(event)) {
      return latest;
    }
    // By the incarnation, which is unique, and without putting texts together for each event.
    Map<String, NodeTrack> starts = nodes.computeIfAbsent(event.node(), unused -> new HashMap<>());
    NodeTrack node = starts.get(event.incarnation());
    if (node == null) {
      node = new NodeTrack(event);
      starts.put(event.incarnation(), node);
      allNodes.add(node);
    }
    lastNode = node;
    return node;
  }

  /** Takes the event of the step in. */
  void take() {
    HistoryEvent event = step.event();
    if (event.phase() == Phase.INVOKE && event.op() != Op.STOP) {
      points = false;
    }
    if (event.phase() == Phase.INVOKE) {
      step.node().thaw(event.at());
    }
    switch (event.op()) {
      case PUSH -> push();
      case CLAIM -> claim();
      case SETTLE -> settle();
      case EXTEND -> extend();
      case REQUEUE -> requeue();
      case REMOVE -> remove();
      case PRUNE -> prune();
      case START -> start();
      case END -> finish();
      case TOLD -> told();
      case STOP -> stop();
      case CRASH -> crash();
      case FAULT -> fault();
      case HEAL -> {
        troubled = false;
        healedAt = event.at();
      }
      case STATS -> stats();
      case DUMP -> dump();
      default -> {
        // Clusters are looked after by their checks.
      }
    }
  }

  private void push() {
    JobTrack job = step.job();
    if (job == null) {
      return;
    }
    HistoryEvent event = step.event();
    boolean added = step.isOk() && isAdded(event);
    if (step.isInvoke()) {
      job.openPushes++;
    } else if (step.call() != null && event.phase() != Phase.UNKNOWN) {
      job.openPushes = Math.max(0, job.openPushes - 1);
    }
    if (!job.pushed && step.mayBeDone()) {
      job.pushed = true;
      remember(job, event);
    }
    if (!added) {
      return;
    }
    QueueTrack queue = job.queue;
    if (job.added) {
      job.anew();
      remember(job, event);
      if (queue != null) {
        queue.repushed++;
      }
    }
    job.added = true;
    job.addedEnd = position;
    job.addedAt = event.at();
    if (queue != null) {
      queue.addedJobs++;
    }
    job.notBefore = step.fromAt() + event.delayNanos();
    job.dueAt = event.at() + event.delayNanos();
    job.waitsFor = event.delayNanos() > 0 ? step.line() : "";
  }

  /** Whether a push was answered that its job stands there now and did not before. */
  static boolean isAdded(HistoryEvent event) {
    return event.result().isEmpty() || event.result().equals("ADDED");
  }

  private void remember(JobTrack job, HistoryEvent event) {
    job.pushFrom = step.from();
    job.pushFromAt = step.fromAt();
    job.hash = event.hash();
    job.maxAttempts = event.maxAttempts();
    job.priority = event.priority();
    job.pusher = step.node();
    if (event.delayNanos() > 0) {
      job.notBefore = step.fromAt() + event.delayNanos();
      job.waitsFor = step.line();
    }
  }

  private void claim() {
    JobTrack job = step.job();
    HistoryEvent event = step.event();
    step.node().isWorker = true;
    if (step.isInvoke()) {
      openClaims++;
      if (step.call() != null) {
        step.call().seen = 1;
      }
      return;
    }
    OpenCall call = step.call();
    if (call != null && call.seen == 1 && event.phase() != Phase.UNKNOWN) {
      call.seen = 0;
      openClaims--;
    }
    if (job == null || !step.isOk()) {
      return;
    }
    ClaimTrack before = job.newest;
    if (before != null) {
      drop(before);
    }
    ClaimTrack claim = job.claimOrNew(event.token());
    claim.granted(step);
    if (job.maxAttempts == 0) {
      job.maxAttempts = event.maxAttempts();
    }
    step.node().holding.add(claim);
    job.failedEnd = NEVER;
  }

  private void settle() {
    JobTrack job = step.job();
    if (job == null) {
      return;
    }
    HistoryEvent event = step.event();
    ClaimTrack claim = job.claimOrNew(event.token());
    Tries tries = claim.tries(event.arrow());
    claim.touchedAt = Math.max(claim.touchedAt, event.at());
    if (step.isInvoke()) {
      tries.begin(step.from(), step.fromAt());
      return;
    }
    if (step.call() == null && (step.isOk() || event.phase() == Phase.UNKNOWN)) {
      tries.begin(position, event.at());
    }
    if (event.phase() == Phase.UNKNOWN) {
      return;
    }
    drop(claim);
    if (!step.isOk() || step.hasResult("LOST")) {
      tries.refused();
      return;
    }
    boolean first = !tries.applied;
    tries.applied(event.at());
    if (!claim.granted && job.reborn) {
      return;
    }
    if (claim.killed) {
      claim.killed = false;
      job.kills = Math.max(0, job.kills - 1);
    }
    boolean wasRepeat = !first && job.newest != claim;
    if (step.hasResult("REMOVED")) {
      if (!wasRepeat) {
        job.gone(step, "removed");
      }
      return;
    }
    switch (event.arrow()) {
      case "COMPLETE" -> job.gone(step, "completed");
      case "DISCARD" -> job.gone(step, "removed");
      case "RETRY", "RELEASE", "SNOOZE", "HAND_BACK" -> {
        if (first) {
          back(job, claim, tries);
        }
      }
      case "BURY" -> {
        if (first) {
          failed(job, claim);
        }
      }
      default -> {
        // An arrow that is not known moves nothing that is looked at.
      }
    }
  }

  private void back(JobTrack job, ClaimTrack claim, Tries tries) {
    HistoryEvent event = step.event();
    boolean spends = event.arrow().equals("RETRY") || event.arrow().equals("RELEASE");
    if (spends && job.maxAttempts > 0 && claim.attempt >= job.maxAttempts) {
      failed(job, claim);
      return;
    }
    if (!event.arrow().equals("HAND_BACK") && job.newest == claim) {
      long due = tries.fromAt + event.delayNanos();
      if (due > job.notBefore) {
        job.notBefore = due;
        job.waitsToken = claim.token;
        job.waitsFor = event.delayNanos() > 0 ? step.line() : "";
      }
    }
    job.dueAt = Math.max(job.dueAt, event.at() + event.delayNanos());
  }

  private void failed(JobTrack job, ClaimTrack claim) {
    if (job.newest == claim && job.openRequeues == 0 && job.requeueEnd <= step.from()) {
      job.failedEnd = position;
      job.failedAt = step.event().at();
    }
  }

  private void extend() {
    JobTrack job = step.job();
    ClaimTrack claim = step.claim();
    if (job == null || claim == null) {
      return;
    }
    if (step.isOk() && step.hasResult("LOST")) {
      if (step.call() != null && claim.holder == step.node()) {
        claim.lostAnswerAt = Math.min(claim.lostAnswerAt, step.event().at());
      }
      drop(claim);
      return;
    }
    if (step.mayBeDone()) {
      claim.extended(step, step.isOk());
    }
  }

  private void requeue() {
    JobTrack job = step.job();
    if (!step.mayBeDone()) {
      if (job != null) {
        job.openRequeues = Math.max(0, job.openRequeues - 1);
      }
      return;
    }
    if (job == null) {
      if (step.queue() != null) {
        step.queue().requeued = true;
      }
      return;
    }
    if (step.isInvoke()) {
      job.openRequeues++;
    } else if (step.isOk() && step.call() != null) {
      job.openRequeues = Math.max(0, job.openRequeues - 1);
    }
    job.requeueEnd = position;
    job.failedEnd = NEVER;
    job.kills = 0;
    job.dueAt = Math.max(job.dueAt, step.event().at());
  }

  private void remove() {
    JobTrack job = step.job();
    HistoryEvent event = step.event();
    if (job == null) {
      clear();
      return;
    }
    if (step.isInvoke()) {
      job.openRemovals++;
      return;
    }
    if (event.phase() == Phase.UNKNOWN) {
      if (step.call() == null) {
        job.openRemovals++;
      }
      return;
    }
    if (step.call() != null) {
      job.openRemovals = Math.max(0, job.openRemovals - 1);
    }
    if (!step.isOk()) {
      return;
    }
    switch (event.result()) {
      case "", "REMOVED", "APPLIED" -> job.gone(step, "removed");
      case "NONE" -> job.removalTouched = position;
      default -> {
        // REQUESTED: it goes without a word when its claim ends by what leads back into line.
        job.removalTouched = position;
        job.openRemovals++;
      }
    }
  }

  private void clear() {
    QueueTrack queue = step.queue();
    if (queue == null) {
      return;
    }
    if (step.isInvoke() || step.event().phase() == Phase.UNKNOWN) {
      if (step.isInvoke() || step.call() == null) {
        queue.openClears++;
      }
      return;
    }
    if (step.call() != null) {
      queue.openClears = Math.max(0, queue.openClears - 1);
    }
    if (step.isOk() && !step.hasResult("NAMED")) {
      queue.clearEnd = position;
      queue.clearedFrom = step.from();
      queue.clearedEnd = position;
    }
  }

  private void prune() {
    QueueTrack queue = step.queue();
    if (queue == null) {
      return;
    }
    if (step.event().name().equals("NAMED")) {
      return;
    }
    boolean known = step.isOk();
    if ((known && step.event().count() > 0)
        || (!known && step.mayBeDone() && step.event().at() >= settings.failedKept().toNanos())) {
      queue.pruned = true;
    }
  }

  private void start() {
    step.node().thaw(step.event().at());
    ClaimTrack claim = handler();
    if (claim != null && claim.startedAt == NEVER) {
      claim.startedAt = step.event().at();
      step.node().running.add(claim);
    }
  }

  private void finish() {
    step.node().thaw(step.event().at());
    ClaimTrack claim = handler();
    if (claim != null && claim.endedAt == NEVER) {
      claim.endedAt = step.event().at();
      step.node().running.remove(claim);
    }
  }

  private void told() {
    step.node().thaw(step.event().at());
    ClaimTrack claim = handler();
    if (claim != null && claim.toldAt == NEVER) {
      claim.toldAt = step.event().at();
    }
  }

  private @Nullable ClaimTrack handler() {
    JobTrack job = step.job();
    return job == null ? null : job.claimOrNew(step.event().token());
  }

  private void stop() {
    NodeTrack node = step.node();
    if (step.isInvoke()) {
      node.stopFrom = position;
      node.stopFromAt = step.event().at();
    } else if (step.isOk()) {
      node.stoppedEnd = position;
      node.stoppedAt = step.event().at();
      node.running.clear();
      node.holding.clear();
    }
  }

  private void crash() {
    HistoryEvent event = step.event();
    trouble(event.at());
    NodeTrack node = step.node();
    node.diedAt = Math.min(node.diedAt, event.at());
    node.running.clear();
    node.holding.clear();
  }

  private void fault() {
    HistoryEvent event = step.event();
    trouble(event.at());
    String name = event.name();
    if (name.equals("thaw")) {
      step.node().thaw(event.at());
    } else if (name.contains("freeze") || name.contains("frozen")) {
      step.node().freeze(event.at());
    } else if (name.contains("expire") || name.contains("revoke")) {
      expiredAt = event.at();
    }
  }

  private void trouble(long at) {
    troubled = true;
    troubleAt = at;
  }

  private void stats() {
    HistoryEvent event = step.event();
    QueueTrack queue = step.queue();
    if (queue != null) {
      queue.numbers.put(event.name(), event.count());
      queue.numbersAt = event.at();
      dumped = true;
    }
  }

  private void dump() {
    dumped = true;
    JobTrack job = step.job();
    if (job != null) {
      job.dumped = step.event().result();
      job.dumpedAttempt = step.event().attempt();
    }
  }

  private static void drop(ClaimTrack claim) {
    NodeTrack holder = claim.holder;
    if (holder != null) {
      holder.holding.remove(claim);
    }
  }

  CheckSettings settings() {
    return settings;
  }

  Collection<JobTrack> jobs() {
    return jobs.values();
  }

  Collection<QueueTrack> queues() {
    return queues.values();
  }

  Collection<NodeTrack> nodes() {
    return allNodes;
  }

  /** The latest moment that was told. */
  long lastAt() {
    return lastAt;
  }

  /** Whether every operation so far was a point, so that the order is that of the store. */
  boolean isPoints() {
    return points;
  }

  /** Whether it was told what was left. */
  boolean isDumped() {
    return dumped;
  }

  /** Whether faults may be about: one was injected, and nobody said that it is over. */
  boolean isTroubled() {
    return troubled;
  }

  /** When the latest fault was injected. */
  long troubleAt() {
    return troubleAt;
  }

  /** When faults ended for good; never, if nobody said so. */
  long healedAt() {
    return healedAt;
  }

  /** When something that was held was last ended early by a fault. */
  long expiredAt() {
    return expiredAt;
  }

  /**
   * Whether from this moment on a worker was there, awake and without faults about, for so long.
   */
  boolean wasServed(long since, long nanos) {
    if (troubled) {
      return false;
    }
    long begin = healedAt == NEVER ? since : Math.max(since, healedAt);
    long end = begin + nanos;
    for (NodeTrack node : allNodes) {
      if (node.isWorker
          && node.firstAt <= begin
          && Math.min(node.diedAt, node.stopFromAt) > end
          && node.frozen(begin, end) == 0
          && lastAt > end) {
        return true;
      }
    }
    return false;
  }

  /** Whether somebody may hold a claim that nobody was told of, this step's own call aside. */
  boolean hasUnseenClaims() {
    OpenCall own = step.call();
    return openClaims > (own != null && own.seen == 1 ? 1 : 0);
  }
}
