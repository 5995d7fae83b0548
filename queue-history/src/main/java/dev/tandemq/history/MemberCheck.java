package dev.tandemq.history;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who is here, and what is said.
 *
 * <p><b>I21</b>, for each member that was seen in a list: broken when the list was asked for after
 * it had left, or later than its time to live and one heartbeat after its last renewal, and nothing
 * of its own without a known end may have renewed it. For each living member and each list whose
 * end was told: broken when a member that joined one heartbeat before, whose time to live certainly
 * runs, that has not tried to leave and has not died is not in it, with no fault since that ends
 * memberships early.
 *
 * <p><b>I22</b>, for each message that was heard: broken when nobody sent it. That nothing depends
 * on messages cannot be seen in a history.
 */
final class MemberCheck implements Check {

  private final Ledger ledger;
  private final Tally members;
  private final Tally heard;
  private final Map<String, MemberTrack> tracks = new HashMap<>();
  private final Map<String, Set<String>> lists = new HashMap<>();
  private final Set<String> sent = new HashSet<>();
  private final Map<String, String> unsent = new HashMap<>();

  MemberCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    members = tallies.of(Invariant.I21);
    heard = tallies.of(Invariant.I22);
  }

  /** What is known of the membership of one incarnation. */
  private static final class MemberTrack {
    private String incarnation = "";
    private long timeToLive;

    /** Joins and renewals without a known end. */
    private int open;

    private boolean joined;
    private long joinedEnd;
    private long joinedAt;
    private long lowFromAt;
    private long highAt;
    private Supplier<String> line = () -> "";
    private boolean maybeLeft;
    private long leftEnd = Ledger.NEVER;
    private boolean died;
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.JOIN, Op.RENEW, Op.LEAVE, Op.SEEN, Op.CRASH, Op.SEND, Op.HEAR);
  }

  @Override
  public void on(Step step) {
    HistoryEvent event = step.event();
    switch (event.op()) {
      case SEEN -> seen(step);
      case SEND -> sent.add(event.name() + ' ' + event.hash());
      case HEAR -> {
        heard.looked();
        String message = event.name() + ' ' + event.hash();
        if (!sent.contains(message)) {
          unsent.putIfAbsent(message, step.line());
        }
      }
      default -> life(step, track(event));
    }
  }

  private MemberTrack track(HistoryEvent event) {
    return tracks.computeIfAbsent(
        event.incarnation().isEmpty() ? event.node() : event.incarnation(),
        incarnation -> {
          MemberTrack track = new MemberTrack();
          track.incarnation = incarnation;
          track.timeToLive = ledger.settings().nodeTimeToLive().toNanos();
          return track;
        });
  }

  private static void life(Step step, MemberTrack track) {
    HistoryEvent event = step.event();
    switch (event.op()) {
      case CRASH -> track.died = true;
      case LEAVE -> {
        if (step.mayBeDone()) {
          track.maybeLeft = true;
          if (step.isOk()) {
            track.leftEnd = step.position();
          }
        }
      }
      default -> {
        if (step.isInvoke()) {
          track.open++;
        } else if (step.call() != null && event.phase() != Phase.UNKNOWN) {
          track.open--;
        }
        if (step.isOk()) {
          answered(step, track);
        }
      }
    }
  }

  private static void answered(Step step, MemberTrack track) {
    HistoryEvent event = step.event();
    if (step.hasResult("NAME_TAKEN")) {
      return;
    }
    if (step.hasResult("LOST")) {
      track.joined = false;
      return;
    }
    if (event.op() == Op.JOIN) {
      if (event.leaseNanos() > 0) {
        track.timeToLive = event.leaseNanos();
      }
      if (!track.joined) {
        track.joinedEnd = step.position();
        track.joinedAt = event.at();
      }
      track.joined = true;
      track.maybeLeft = false;
      track.leftEnd = Ledger.NEVER;
    }
    track.lowFromAt = Math.max(track.lowFromAt, step.fromAt());
    track.highAt = Math.max(track.highAt, event.at());
    track.line = step.later();
  }

  private void seen(Step step) {
    HistoryEvent event = step.event();
    if (!step.isOk()) {
      return;
    }
    String list = step.node().toString() + ' ' + event.call();
    if (event.name().isEmpty()) {
      Set<String> names = lists.remove(list);
      Set<String> found = names == null ? Set.of() : names;
      if (found.size() == event.count()) {
        complete(step, found);
      }
      return;
    }
    lists.computeIfAbsent(list, key -> new HashSet<>()).add(event.name());
    MemberTrack track = tracks.get(event.name());
    if (track == null) {
      return;
    }
    members.looked();
    if (track.leftEnd < step.from() && track.open == 0) {
      members.broken(() -> Example.of(track.line.get(), step.line(), "listed after it had left"));
      return;
    }
    long gone = track.highAt + Math.max(track.timeToLive, event.leaseNanos());
    if (track.open == 0
        && step.fromAt()
            > gone
                + ledger.settings().heartbeat().toNanos()
                + ledger.settings().noticedLate().toNanos()
                + ledger.settings().tolerance().toNanos()) {
      members.broken(
          () ->
              Example.of(
                  track.line.get(),
                  step.line(),
                  "listed, and it was over at" + Example.time(gone)));
    }
  }

  private void complete(Step step, Set<String> names) {
    long tolerance = ledger.settings().tolerance().toNanos();
    long heartbeat = ledger.settings().heartbeat().toNanos();
    for (MemberTrack track : tracks.values()) {
      boolean lives =
          track.joined
              && !track.died
              && !track.maybeLeft
              && track.joinedEnd < step.from()
              && track.joinedAt + heartbeat <= step.fromAt()
              && track.lowFromAt + track.timeToLive > step.event().at() + tolerance
              && ledger.expiredAt() < track.lowFromAt;
      if (lives) {
        members.looked();
        if (!names.contains(track.incarnation)) {
          members.broken(
              () -> Example.of(track.line.get(), step.line(), "alive, and not in the list"));
        }
      }
    }
  }

  @Override
  public void end() {
    unsent.forEach(
        (message, line) -> {
          if (!sent.contains(message)) {
            heard.broken(() -> Example.of(line, "nobody sent that"));
          }
        });
  }
}
