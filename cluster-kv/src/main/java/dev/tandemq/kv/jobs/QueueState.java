package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.kv.port.KvLimits;
import dev.tandemq.kv.port.Op;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a connection knows of one queue as of its last transaction: its own page, the flags, the
 * buckets that take entries. Only the lane of the queue touches it.
 */
final class QueueState {

  private final Layout layout;
  private final String queue;
  private final KvLimits limits;
  private final Shelf shelf;
  private final Dues dues = new Dues();
  private final Ended ended = new Ended();
  private final Taken taken = new Taken();
  private final Map<JobId, Stored.Live> claimed = new ConcurrentHashMap<>();
  private Ledger page = new Ledger();
  private @Nullable Long pageRevision;
  private QueueFlags flags = QueueFlags.NONE;
  private long flagsRevision;
  private long lastSequence;

  QueueState(Layout layout, String queue, String incarnation, KvLimits limits) {
    this.layout = layout;
    this.queue = queue;
    this.limits = limits;
    this.shelf = new Shelf(incarnation);
  }

  Layout layout() {
    return layout;
  }

  String queue() {
    return queue;
  }

  KvLimits limits() {
    return limits;
  }

  Shelf shelf() {
    return shelf;
  }

  /** What becomes due, as far as this connection knows. From any thread. */
  Dues dues() {
    return dues;
  }

  /** Entries that this connection takes. From any thread. */
  Taken taken() {
    return taken;
  }

  /** Jobs that are gone and remembered. From any thread. */
  Ended ended() {
    return ended;
  }

  String pageKey() {
    return layout.page(queue, shelf.incarnation());
  }

  Ledger page() {
    return page;
  }

  QueueFlags flags() {
    return flags;
  }

  long flagsRevision() {
    return flagsRevision;
  }

  /** The flags as they stand. */
  void flags(QueueFlags newFlags, long revision) {
    flags = newFlags;
    flagsRevision = revision;
  }

  /** A number that no transaction of this connection had. */
  long nextSequence() {
    return ++lastSequence;
  }

  /** What writes the page. */
  Op pageOp(byte[] bytes) {
    return pageRevision == null
        ? new Op.Create(pageKey(), bytes)
        : new Op.ReplaceIf(pageKey(), bytes, pageRevision);
  }

  /** The record of a job that this connection holds, if it was read; nobody writes it meanwhile. */
  Stored.@Nullable Live claimed(JobId id) {
    return claimed.get(id);
  }

  /** Notes the record of a job that was claimed, from any thread. */
  void claimed(JobId id, Stored.Live job) {
    claimed.put(id, job);
  }

  /** The page as it stands now; without a revision it does not. */
  void keep(Ledger newPage, @Nullable Long revision) {
    claimed.keySet().removeIf(id -> newPage.line(id) == null);
    page = newPage;
    pageRevision = revision;
  }
}
