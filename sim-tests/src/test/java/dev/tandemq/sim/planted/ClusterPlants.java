package dev.tandemq.sim.planted;

import java.util.List;
import java.util.Set;

/** Bugs of a cluster: membership, election, locks. */
final class ClusterPlants {

  private static final String MEMORY = "driver-memory/src/main/java/dev/tandemq/memory/";
  private static final String NODE = "queue-engine/src/main/java/dev/tandemq/engine/cluster/";

  private ClusterPlants() {}

  static List<Plant> all() {
    return List.of(
        Plant.of(
            "leadership kept by a node that slept",
            "Belief ends by an answer alone: a leader that slept, or was cut off, leads on beside its"
                + " successor.",
            Set.of("I18"),
            200,
            new Edit(
                NODE + "Belief.java", "return term != 0 && now - until < 0;", "return term != 0;"),
            new Edit(
                NODE + "Candidacy.java",
                "if (next.term() != 0) { Duration rest",
                "if (next.term() < 0) { Duration rest")),
        Plant.of(
            "renewal by node name",
            "Leadership is renewed by the name of a node: two starts of it lead in one term.",
            Set.of("I17", "I18"),
            200,
            new Edit(
                MEMORY + "Leadership.java",
                "!holder.id().equals(candidate)",
                "!holder.id().name().equals(candidate.name())"),
            new Edit(
                NODE + "Candidacy.java",
                "boolean leads = leader.id().equals(self.id())",
                "boolean leads = leader.id().name().equals(self.id().name())")),
        Plant.of(
            "term counter reset",
            "A term is made from who leads now, and begins anew when nobody does: the store takes"
                + " the new leader for an old one.",
            Set.of("I17"),
            200,
            new Edit(
                MEMORY + "Leadership.java",
                "lastTerm = Math.max(lastTerm, above) + 1;",
                "lastTerm = newest == null ? 1 : newest.term() + 1;")),
        Plant.of(
            "an old session's entry taken as ours",
            "A node that joins again finds the entry of its old session and takes it for its own;"
                + " when that session ends the node is on no list, and thinks it is.",
            Set.of("I21"),
            200,
            new Edit(
                MEMORY + "MemberList.java",
                "private long lastSession;",
                "private long lastSession;"
                    + " private final java.util.Set<Long> adopted = new java.util.HashSet<>();"),
            new Edit(
                MEMORY + "MemberList.java",
                "Instant startedAt = holder == null",
                """
                if (holder != null) {
                  adopted.add(++lastSession);
                  return new Joined.Admitted(new Member(node, lastSession));
                }
                Instant startedAt = holder == null
                """),
            new Edit(
                MEMORY + "MemberList.java",
                "return Renewal.LOST;",
                "return adopted.contains(member.session()) ? Renewal.RENEWED : Renewal.LOST;")),
        Plant.of(
            "a dead node stays listed",
            "Members are never taken off the list: the dead are counted, and nobody may come back"
                + " under their name.",
            Set.of("I21"),
            200,
            new Edit(
                MEMORY + "MemberList.java",
                "byName.values().removeIf(entry -> entry.hasEnded(now));",
                "assert now != Long.MAX_VALUE;")),
        Plant.of(
            "unlock as get then delete",
            "Unlocking looks whether the lock is ours and deletes it by name a moment later: by then"
                + " it may be another's.",
            Set.of("I20"),
            200,
            new Edit(
                MEMORY + "LockTable.java",
                "private long lastToken;",
                "private long lastToken;"
                    + " private final java.util.Set<String> doomed = new java.util.HashSet<>();"),
            new Edit(
                MEMORY + "LockTable.java",
                "return isHeld(lock) && byName.remove(lock.name()) != null;",
                "return isHeld(lock) && doomed.add(lock.name());"),
            new Edit(
                MEMORY + "LockTable.java",
                "if (holder != null && !holder.hasEnded(now)) { return Optional.empty(); }",
                """
                if (holder != null && !holder.hasEnded(now)) {
                  if (doomed.remove(name)) {
                    byName.remove(name);
                  }
                  return Optional.empty();
                }
                """),
            new Edit(
                MEMORY + "LockTable.java",
                "return Optional.of(lock);",
                "if (doomed.remove(name)) { byName.remove(name); } return Optional.of(lock);")),
        Plant.of(
            "lock token reset",
            "Tokens of a lock begin anew when it is free: a holder that slept passes for the newest.",
            Set.of("I19"),
            200,
            new Edit(
                MEMORY + "LockTable.java",
                "Lock lock = new Lock(name, owner, ++lastToken);",
                "lastToken = holder == null ? 1 : holder.lock.token() + 1;"
                    + " Lock lock = new Lock(name, owner, lastToken);")));
  }
}
