package dev.tandemq.tck.cluster;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.ForwardingCluster;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.tck.time.ManualContext;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A cluster with one fault, and the rules that the fault breaks: those and no others must fail.
 *
 * @param fault what is wrong, as a sentence
 * @param breaks the rules whose tests must fail
 * @param races rules whose tests may fail as well, when threads happen to meet
 * @param opener opens connections to one and the same backend with the fault; made anew for each
 *     test, so that what a fault remembers is shared by the connections of a test
 */
record BrokenCluster(
    String fault,
    Set<String> breaks,
    Set<String> races,
    Function<ManualContext, Supplier<Cluster>> opener) {

  BrokenCluster(
      String fault, Set<String> breaks, Function<ManualContext, Supplier<Cluster>> opener) {
    this(fault, breaks, Set.of(), opener);
  }

  BrokenCluster andByRaces(String... rules) {
    return new BrokenCluster(fault, breaks, Set.of(rules), opener);
  }

  /** A plain cluster with a fault behind each connection, which checks calls all the same. */
  private static BrokenCluster inside(
      String fault, Set<String> breaks, Function<ManualContext, UnaryOperator<Cluster>> wrap) {
    return new BrokenCluster(
        fault,
        breaks,
        context -> PlainCluster.opener(new PlainTime(context.time()), wrap.apply(context)));
  }

  /** Connections of a plain cluster with something around each. */
  static BrokenCluster of(
      String fault, Set<String> breaks, Function<ManualContext, UnaryOperator<Cluster>> wrap) {
    return new BrokenCluster(
        fault,
        breaks,
        context -> {
          Supplier<Cluster> plain = PlainCluster.opener(context.time());
          UnaryOperator<Cluster> around = wrap.apply(context);
          return () -> around.apply(plain.get());
        });
  }

  /** A fault of membership: given the context of a backend, what to put around each connection. */
  static BrokenCluster membership(
      String fault, Set<String> breaks, Function<ManualContext, UnaryOperator<Membership>> wrap) {
    return inside(
        fault,
        breaks,
        context -> {
          UnaryOperator<Membership> around = wrap.apply(context);
          return cluster -> {
            Membership broken = around.apply(cluster.membership());
            return new ForwardingCluster(cluster) {
              @Override
              public Membership membership() {
                return broken;
              }
            };
          };
        });
  }

  /** A fault of the election, as for membership. */
  static BrokenCluster election(
      String fault, Set<String> breaks, Function<ManualContext, UnaryOperator<Election>> wrap) {
    return inside(
        fault,
        breaks,
        context -> {
          UnaryOperator<Election> around = wrap.apply(context);
          return cluster -> {
            Election broken = around.apply(cluster.election());
            return new ForwardingCluster(cluster) {
              @Override
              public Election election() {
                return broken;
              }
            };
          };
        });
  }

  /** A fault of the locks, as for membership. */
  static BrokenCluster locks(
      String fault, Set<String> breaks, Function<ManualContext, UnaryOperator<Locks>> wrap) {
    return inside(
        fault,
        breaks,
        context -> {
          UnaryOperator<Locks> around = wrap.apply(context);
          return cluster -> {
            Locks broken = around.apply(cluster.locks());
            return new ForwardingCluster(cluster) {
              @Override
              public Locks locks() {
                return broken;
              }
            };
          };
        });
  }

  /** A fault of the broadcast on each connection. */
  static BrokenCluster broadcast(
      String fault, Set<String> breaks, UnaryOperator<Broadcast> around) {
    return of(
        fault,
        breaks,
        context ->
            cluster -> {
              Broadcast broken = around.apply(cluster.broadcast());
              return new ForwardingCluster(cluster) {
                @Override
                public Broadcast broadcast() {
                  return broken;
                }
              };
            });
  }

  @Override
  public String toString() {
    return fault;
  }
}
