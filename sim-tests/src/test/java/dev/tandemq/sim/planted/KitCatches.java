package dev.tandemq.sim.planted;

import java.util.List;

/** Bugs that the contract kit catches: a few of its broken stores and clusters, by their field. */
final class KitCatches {

  private static final String STORES = "driver-memory/src/test/java/dev/tandemq/memory/";
  private static final String CLUSTERS = "queue-tck/src/test/java/dev/tandemq/tck/cluster/";

  private KitCatches() {}

  static List<KitCatch> all() {
    return List.of(
        new KitCatch(
            "a batch put one by one",
            "What is put before the batch comes up against a bound stays.",
            STORES + "BrokenPuts.java",
            "puts the jobs of a batch one by one",
            "P6"),
        new KitCatch(
            "a repeated settlement counted twice",
            "A settlement whose answer was lost is applied, and counted, once more.",
            STORES + "BrokenSettles.java",
            "says that it applied a settlement twice",
            "S11"),
        new KitCatch(
            "unlock in two calls",
            "Another client's call comes between the look at the holder and the deletion.",
            CLUSTERS + "BrokenLocks.java",
            "unlocks by looking, then deleting",
            "A4"),
        new KitCatch(
            "membership renewed by node name",
            "The second start of a node keeps the entry of the first alive.",
            CLUSTERS + "BrokenMemberships.java",
            "renews by the node's name",
            "N2"),
        new KitCatch(
            "any session of a start renewed",
            "What is left of an old session renews the new one.",
            CLUSTERS + "BrokenMemberships.java",
            "renews any session of a start",
            "N6"),
        new KitCatch(
            "a late resignation that ends the next term",
            "A leader that was elected again is deposed by its own resignation from before.",
            CLUSTERS + "BrokenElections.java",
            "resigns from any term of the leader",
            "G5"),
        new KitCatch(
            "times to live by the wall clock",
            "When the clock is set, members, leaders and locks end early, or late.",
            CLUSTERS + "BrokenConnections.java",
            "counts times to live by the wall clock",
            "N5"));
  }
}
