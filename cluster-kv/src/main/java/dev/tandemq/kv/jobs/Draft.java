package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.KvLimits;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that is being put together: operations on jobs, the own page as it will be, the
 * buckets that take entries. Nothing of it holds before it was applied. Not safe for concurrent
 * use.
 */
final class Draft {

  /** A page is written whole with each transaction. */
  private static final int MOST_HELD = 1_000;

  private static final byte[] EMPTY = {};

  /** Slices of delayed jobs: this wide, for those that are due within this time. */
  private static final long[][] SLICES = {
    {4_000_000_000L, 240_000_000_000L}, {256_000_000_000L, 16_384_000_000_000L}
  };

  private static final long WIDEST_SLICE = 16_384_000_000_000L;

  private final QueueState state;
  private final Facts facts;
  private final Reading time;
  private final Instant wall;
  private final long now;
  private final boolean isCareful;

  private final List<Op> ops = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private final Ledger page;
  private final Map<String, Ledger> others = new LinkedHashMap<>();
  private final Map<String, Shelf.Open> opened = new LinkedHashMap<>();
  private final Set<String> folded = new HashSet<>();
  private final List<JobId> ended = new ArrayList<>();
  private QueueFlags flags;
  private boolean isChanged;
  private int cost;
  private long bytes;

  /**
   * An empty draft.
   *
   * @param now a reading of the own monotonic clock
   * @param isCareful whether steps look before they leap: one like this was refused
   */
  Draft(QueueState state, Facts facts, Reading time, Instant wall, long now, boolean isCareful) {
    this.state = state;
    this.facts = facts;
    this.time = time;
    this.wall = wall;
    this.now = now;
    this.isCareful = isCareful;
    this.page = state.page().copy();
    this.flags = state.flags();
  }

  // ---- what is known

  Layout layout() {
    return state.layout();
  }

  String queue() {
    return state.queue();
  }

  QueueFlags flags() {
    return flags;
  }

  boolean isCareful() {
    return isCareful;
  }

  Reading time() {
    return time;
  }

  Instant wall() {
    return wall;
  }

  /** What stands under a key; null when nothing does. */
  @Nullable Val fact(String key) {
    return facts.value(key);
  }

  /** The record of a job; null when there is none. */
  @Nullable Stored stored(JobId id) {
    Line own = state.page().line(id);
    Stored.Live claimed = own == null ? null : state.claimed(id);
    if (own != null && claimed != null && claimed.place().equals(own.from())) {
      return claimed;
    }
    String key = layout().job(id);
    Val value = facts.value(key);
    return value == null ? null : StoredCodec.decode(key, value.bytes());
  }

  /** Ready, delayed and reserved jobs, as exactly as the pages of others are known. */
  long size() {
    long size = page.size();
    for (Map.Entry<String, Facts.Other> other : facts.others().entrySet()) {
      Ledger edited = others.get(other.getKey());
      if (!folded.contains(other.getKey())) {
        size += (edited == null ? other.getValue().page() : edited).size();
      }
    }
    return size;
  }

  /** What was read does not fit together, for something moved meanwhile: all is read anew. */
  NotYet stale() {
    return facts.stale();
  }

  /**
   * For a step that would decide by the flags alone: they are as of the last transaction, and read
   * anew before that.
   */
  void flagsAreFresh() {
    if (!isCareful) {
      throw stale();
    }
  }

  /** The queue has its first job now. */
  void createNow() {
    flags(new QueueFlags(flags.paused(), flags.bound(), Moves.millis(wall)));
  }

  /** Sets the flags of the queue. */
  void flags(QueueFlags changed) {
    flags = changed;
    isChanged = true;
  }

  /** Something becomes due then; whoever claims looks after it. */
  void dueAt(long then) {
    state.dues().note(then);
  }

  // ---- lines of pages

  /** Where a claim stands. */
  record Held(@Nullable String other, Line line) {}

  /** The claim of a job, on whatever page it stands; null when nobody holds it. */
  @Nullable Held held(JobId id) {
    Line own = page.line(id);
    if (own != null) {
      return new Held(null, own);
    }
    for (Map.Entry<String, Facts.Other> other : facts.others().entrySet()) {
      Ledger edited = others.get(other.getKey());
      Line line = (edited == null ? other.getValue().page() : edited).line(id);
      if (line != null) {
        return new Held(other.getKey(), line);
      }
    }
    return null;
  }

  /** Takes the claim away. */
  void release(Held held) {
    editable(held).remove(held.line().id());
  }

  /** Writes the claim anew. */
  void rewrite(Held held, Line line) {
    editable(held).put(line);
  }

  private Ledger editable(Held held) {
    String other = held.other();
    if (other == null) {
      return page();
    }
    isChanged = true;
    return others.computeIfAbsent(other, key -> edited(key));
  }

  private Ledger edited(String key) {
    return other(key).page().copy();
  }

  private Facts.Other other(String key) {
    Facts.Other other = facts.others().get(key);
    if (other == null) {
      throw new IllegalStateException("a page that nobody read: " + key);
    }
    return other;
  }

  /** Whether this connection holds as many jobs of the queue as it can. */
  boolean isFull() {
    return page.lines().size() >= MOST_HELD;
  }

  /** The own page, to be changed. */
  Ledger page() {
    isChanged = true;
    return page;
  }

  /** Takes over what another page counts, if it is over; the page goes away. */
  boolean fold(String key) {
    Facts.Other other = facts.others().get(key);
    if (other == null || !FoldStep.isOver(other.page(), time.low())) {
      return false;
    }
    if (others.containsKey(key) || folded.contains(key)) {
      throw NotYet.FREE;
    }
    page().fold(other.page());
    folded.add(key);
    add(new Op.DeleteIf(key, other.revision()));
    return true;
  }

  /** A job is gone with this draft. */
  void ended(JobId id) {
    ended.add(id);
  }

  // ---- operations

  /** Asks for keys that the step will write; a step before it may have them already. */
  void claimKeys(String... wanted) {
    for (String key : wanted) {
      if (keys.contains(key)) {
        throw NotYet.FREE;
      }
    }
  }

  /** Whether this draft has an operation on a key. */
  boolean isWritten(String key) {
    return keys.contains(key);
  }

  void add(Op op) {
    if (!keys.add(op.key())) {
      throw new IllegalStateException("a step writes " + op.key() + " without having asked");
    }
    ops.add(op);
    cost += limits().cost(op);
    bytes += limits().bytes(op);
    isChanged = true;
  }

  /** An entry of a job that becomes ready, at the tail of its priority. */
  Place ready(int priority, JobId id, long token) {
    return enter(
        Place.Kind.READY,
        "r" + priority,
        number ->
            Place.readyBucket(
                priority, state.shelf().nextTime(time.high()), state.shelf().incarnation(), number),
        0,
        id,
        token);
  }

  /** An entry of a job that is due then. */
  Place delayed(long due, JobId id, long token) {
    state.dues().note(due);
    long width = WIDEST_SLICE;
    for (long[] slice : SLICES) {
      if (due - time.high() < slice[1]) {
        width = slice[0];
        break;
      }
    }
    long start = Math.floorDiv(due, width) * width;
    return enter(
        Place.Kind.DELAYED,
        "d" + width + "." + start,
        number -> Place.delayedBucket(start, state.shelf().incarnation(), number),
        due,
        id,
        token);
  }

  /** An entry of a job that has failed. */
  Place failed(JobId id, long token) {
    return enter(
        Place.Kind.FAILED,
        "x",
        number ->
            Place.failedBucket(
                state.shelf().nextTime(time.high()), state.shelf().incarnation(), number),
        time.high(),
        id,
        token);
  }

  /**
   * An entry of a job that goes back to where it was: into its old bucket where that is still
   * there, else into one that stands in its place.
   */
  Place back(Place from, JobId id, long token) {
    String marker = layout().bucket(queue(), from);
    String name = Place.entry(from.order(), from.number(), id, token);
    Val there = facts.value(marker);
    boolean isOpened =
        opened.values().stream().anyMatch(open -> open.bucket().equals(from.bucket()));
    if (there != null && !isOpened) {
      if (!keys.contains(marker)) {
        add(new Op.ReplaceIf(marker, EMPTY, there.revision()));
        forget(from.bucket());
      }
      Place place = new Place(from.kind(), from.bucket(), name);
      add(new Op.Create(layout().entry(queue(), place), EMPTY));
      return place;
    }
    if (isOpened) {
      // This very transaction puts entries there.
      Place place = new Place(from.kind(), from.bucket(), name);
      add(new Op.Create(layout().entry(queue(), place), EMPTY));
      return place;
    }
    String group = "b" + from.bucket();
    Shelf.Open open = opened.get(group);
    String bucket =
        open == null
            ? Place.readyBucket(
                Place.priorityOf(from.bucket()),
                from.bucketTime(),
                state.shelf().incarnation(),
                state.shelf().nextNumber())
            : open.bucket();
    Place place = new Place(from.kind(), bucket, name);
    if (open == null) {
      add(new Op.Create(layout().bucket(queue(), place), EMPTY));
      opened.put(group, new Shelf.Open(bucket, 0, Shelf.MOST_ENTRIES, now));
    }
    add(new Op.Create(layout().entry(queue(), place), EMPTY));
    return place;
  }

  /** A bucket whose marker is written here is not the one that the shelf knows. */
  private void forget(String bucket) {
    opened.values().removeIf(open -> open.bucket().equals(bucket));
    state.shelf().drop(bucket);
  }

  /** Names a new bucket. */
  private interface Naming {
    String name(long number);
  }

  private Place enter(
      Place.Kind kind, String group, Naming naming, long order, JobId id, long token) {
    Shelf.Open open = opened.get(group);
    while (open != null && open.next() >= Shelf.MOST_ENTRIES) {
      group += "+";
      open = opened.get(group);
    }
    if (open == null && !group.endsWith("+")) {
      open = state.shelf().find(group, now);
      if (open != null) {
        String marker = layout().bucket(queue(), new Place(kind, open.bucket(), ""));
        if (keys.contains(marker)) {
          open = null;
        } else {
          add(new Op.ReplaceIf(marker, EMPTY, open.revision()));
        }
      }
    }
    if (open == null) {
      open = new Shelf.Open(naming.name(state.shelf().nextNumber()), 0, 0, now);
      add(new Op.Create(layout().bucket(queue(), new Place(kind, open.bucket(), "")), EMPTY));
    }
    Place place = new Place(kind, open.bucket(), Place.entry(order, open.next(), id, token));
    add(new Op.Create(layout().entry(queue(), place), EMPTY));
    opened.put(
        group, new Shelf.Open(open.bucket(), open.revision(), open.next() + 1, open.openedAt()));
    return place;
  }

  // ---- the whole

  private KvLimits limits() {
    return state.limits();
  }

  /** Whether all of it, with what comes at the end, is within the limits. */
  boolean fits() {
    long pageBytes = page.encode().length + 300L;
    int ends = 2 + others.size();
    for (Ledger other : others.values()) {
      pageBytes += other.encode().length + 300L;
    }
    return cost + ends <= limits().maxOps()
        && bytes + pageBytes + 600 <= limits().maxBytes()
        && pageBytes <= limits().maxValueBytes();
  }

  /** Whether there is anything to commit. */
  boolean isChanged() {
    return isChanged;
  }

  /** All operations, with the flags checked and the pages written. */
  List<Op> finish() {
    List<Op> all = new ArrayList<>();
    String flagsKey = layout().queue(queue());
    all.add(
        flags.equals(state.flags())
            ? new Op.Check(flagsKey, state.flagsRevision())
            : new Op.ReplaceIf(flagsKey, flags.encode(), state.flagsRevision()));
    all.addAll(ops);
    others.forEach(
        (key, edited) -> all.add(new Op.ReplaceIf(key, edited.encode(), other(key).revision())));
    page.sequence(state.nextSequence());
    page.writtenAt(time.high());
    all.add(state.pageOp(page.encode()));
    return all;
  }

  /** The number by which this draft is known on the page. */
  long sequence() {
    return page.sequence();
  }

  /** It was applied: its page and its buckets are the newest. */
  void keep(Commit.Applied applied) {
    state.keep(page, applied.revision(state.pageKey()));
    state.ended().note(ended, now);
    Long flagsRevision = applied.revisions().get(layout().queue(queue()));
    if (flagsRevision != null) {
      state.flags(flags, flagsRevision);
    }
    opened.forEach(
        (group, open) -> {
          Place.Kind kind = kindOf(group);
          String marker = layout().bucket(queue(), new Place(kind, open.bucket(), ""));
          Long revision = applied.revisions().get(marker);
          if (revision != null && !group.startsWith("b")) {
            state
                .shelf()
                .keep(
                    group.replace("+", ""),
                    new Shelf.Open(open.bucket(), revision, open.next(), open.openedAt()));
          }
        });
  }

  private static Place.Kind kindOf(String group) {
    return switch (group.charAt(0)) {
      case 'd' -> Place.Kind.DELAYED;
      case 'x' -> Place.Kind.FAILED;
      default -> Place.Kind.READY;
    };
  }
}
