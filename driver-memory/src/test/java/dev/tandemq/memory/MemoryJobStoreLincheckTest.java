package dev.tandemq.memory;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two threads in the memory store at the same time, switched at every access to what they share:
 * whatever they see must be what one thread could have seen by making the same calls one after the
 * other in some order (I16, S1, S2, P4, P5, Q6, T4). The order is looked for in {@link
 * SequentialStore}.
 */
class MemoryJobStoreLincheckTest {

  /** Ways in which each meeting is interleaved. */
  private static final int INTERLEAVINGS = 60;

  /** After it job 3 is held by token 1, job 1 has failed, job 4 waits and job 2 is not there. */
  private static final List<Actor> BEFORE =
      List.of(
          call("put", 1),
          call("put", 3),
          call("claim", 2),
          call("settle", 2, "BURY"),
          call("put", 4));

  private static final List<Actor> AFTER =
      List.of(call("stats"), call("find", 1), call("find", 2), call("find", 3), call("find", 4));

  @Test
  @Timeout(300) // some seconds; on a machine with no time to spare, minutes
  void twoThreadsSeeWhatOneWouldSee() {
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .iterations(0) // none by chance: those below are chosen so that the calls meet
            .invocationsPerIteration(INTERLEAVINGS)
            .minimizeFailedScenario(false) // they are small already
            .sequentialSpecification(SequentialStore.class)
            .addGuarantee(onlyTheStoreIsLookedInto());
    meetings().forEach(options::addCustomScenario);

    options.check(StoreOperations.class);
  }

  /** What meets: few, for each costs a second, so each of them is a race that could be lost. */
  private static List<ExecutionScenario> meetings() {
    return List.of(
        meet(List.of(call("stats")), List.of(call("turn", 1, "RELEASE", 2))),
        meet(List.of(call("claim", 2)), List.of(call("claim", 2), call("stats"))),
        meet(List.of(call("put", 2)), List.of(call("put", 2), call("claim", 1))),
        meet(List.of(call("put", 2), call("clear")), List.of(call("requeue", 1))),
        meet(List.of(call("forget", 1)), List.of(call("requeue", 1), call("find", 1))),
        meet(List.of(call("extend", 1)), List.of(call("settle", 1, "COMPLETE"))),
        meet(List.of(call("remove", 3)), List.of(call("settle", 1, "RETRY"))),
        meet(List.of(call("cancel", 3)), List.of(call("turn", 1, "HAND_BACK", 1))),
        meet(List.of(call("clear")), List.of(call("settle", 1, "SNOOZE"), call("put", 2))),
        meet(List.of(call("settle", 1, "DISCARD")), List.of(call("settle", 1, "BURY"))));
  }

  private static ExecutionScenario meet(List<Actor> one, List<Actor> other) {
    return new ExecutionScenario(BEFORE, List.of(one, other), AFTER, null);
  }

  private static Actor call(String operation, Object... arguments) {
    Method method =
        Arrays.stream(StoreOperations.class.getMethods())
            .filter(candidate -> candidate.getName().equals(operation))
            .findFirst()
            .orElseThrow();
    return new Actor(method, List.of(arguments));
  }

  /**
   * Threads are switched in the store's own classes and in the locks, not within collections and
   * values, which no two threads may share anyway. It makes the check ten times as fast.
   */
  private static ManagedStrategyGuarantee onlyTheStoreIsLookedInto() {
    return ManagedStrategyGuaranteeKt.forClasses(
            (String name) ->
                !name.startsWith("java.util.concurrent.locks.")
                    && !name.equals("java.util.function.Supplier")
                    && !name.equals("dev.tandemq.store.JobStore")
                    && (!name.startsWith("dev.tandemq.memory.")
                        || name.startsWith(Samples.class.getName())
                        || name.startsWith(StoreOperations.class.getName())
                        || name.startsWith(SequentialStore.class.getName())))
        .allMethods()
        .ignore();
  }
}
