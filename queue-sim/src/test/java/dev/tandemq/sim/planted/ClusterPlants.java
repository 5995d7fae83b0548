package dev.tandemq.sim.planted;

import java.util.List;
import java.util.Set;

/** Bugs of a cluster. */
final class ClusterPlants {

  private static final String MEMORY = "driver-memory/src/main/java/dev/tandemq/memory/";

  private ClusterPlants() {}

  static List<Plant> all() {
    return List.of(
        Plant.of(
            "a dead node stays listed",
            "Members are never taken off the list: the dead are counted, and nobody may come back"
                + " under their name.",
            Set.of("I21", "I27"),
            300,
            new Edit(
                MEMORY + "MemberList.java",
                "byName.values().removeIf(entry -> entry.hasEnded(now));",
                "assert now != Long.MAX_VALUE;")),
        Plant.of(
            "term counter reset",
            "A term is made from who leads now, and begins anew when nobody does: the store takes"
                + " the new leader for an old one.",
            Set.of("I17"),
            300,
            new Edit(
                MEMORY + "Leadership.java",
                "lastTerm = Math.max(lastTerm, above) + 1;",
                "lastTerm = newest == null ? 1 : newest.term() + 1;")));
  }
}
