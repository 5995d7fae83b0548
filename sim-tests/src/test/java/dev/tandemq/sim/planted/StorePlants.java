package dev.tandemq.sim.planted;

import java.util.List;
import java.util.Set;

/** Bugs of a store of jobs. */
final class StorePlants {

  private static final String JOBS =
      "driver-memory/src/main/java/dev/tandemq/memory/MemoryJobs.java";
  private static final String QUEUE =
      "driver-memory/src/main/java/dev/tandemq/memory/MemoryQueue.java";
  private static final String LANES =
      "driver-memory/src/main/java/dev/tandemq/memory/ReadyLanes.java";
  private static final String REMEMBERED =
      "driver-memory/src/main/java/dev/tandemq/memory/Remembered.java";

  /** Nanoseconds by the wall clock: the same as by the monotonic one until somebody sets it. */
  private static final Edit WALL_CLOCK =
      new Edit(
          JOBS,
          "private long newestTerm;",
          """
          private long newestTerm;
          private @Nullable Instant firstWall;
          private long firstReading;

          private long byWallClock() {
            if (firstWall == null) {
              firstWall = context.time().now();
              firstReading = context.time().nanoTime();
            }
            return firstReading + Duration.between(firstWall, context.time().now()).toNanos();
          }
          """);

  private StorePlants() {}

  static List<Plant> all() {
    return List.of(
        Plant.of(
            "settle without token",
            "A job is settled by its id: a worker whose lease ran out ends the attempt of another.",
            Set.of("I05", "I06"),
            200,
            new Edit(
                JOBS,
                "entry.state == JobState.RESERVED && entry.token == claim.token()",
                "entry.state == JobState.RESERVED")),
        Plant.of(
            "token counter reset",
            "The counter of tokens begins anew at a failover: old claims fit new ones.",
            Set.of("I04"),
            200,
            new Edit(
                JOBS,
                "newestTerm = Math.max(newestTerm, term);",
                "if (term > newestTerm) { newestTerm = term; lastToken = 0; }")),
        Plant.of(
            "recovery that reads lease records only",
            "A lease is on record from its first renewal on, and recovery reads the records: the"
                + " job of a worker that dies before stays reserved for ever.",
            Set.of("I16", "I27"),
            200,
            new Edit(
                QUEUE,
                "entry.when = leaseEnd; entry.token",
                "entry.when = leaseEnd + (1L << 60); entry.token")),
        Plant.of(
            "delay by wall clock",
            "Due times are judged by the wall clock: when it is set, delayed jobs run early.",
            Set.of("I10"),
            200,
            WALL_CLOCK,
            new Edit(
                JOBS, "queue.put(entry, wall, now);", "queue.put(entry, wall, byWallClock());"),
            new Edit(
                JOBS,
                "entry.queue.settle(entry, settle, wall, now)",
                "entry.queue.settle(entry, settle, wall, byWallClock())"),
            new Edit(JOBS, "queue.promoteOne(now)", "queue.promoteOne(byWallClock())")),
        Plant.of(
            "reaper on a local clock",
            "The wall clock of whoever sweeps decides that a lease ran out: jobs are taken from"
                + " workers that hold them.",
            Set.of("I16"),
            200,
            WALL_CLOCK,
            new Edit(
                JOBS,
                "Entry overdue = queue.firstOverdue(now);",
                "Entry overdue = queue.firstOverdue(byWallClock());"),
            new Edit(
                JOBS,
                "overdue = queue.firstOverdue(now); }",
                "overdue = queue.firstOverdue(byWallClock()); }")),
        Plant.of(
            "a rescue page that never advances",
            "A page of the rescue ends at a job that it leaves to others, and the next page begins"
                + " with it: nothing behind it is ever rescued.",
            Set.of("I16", "I27"),
            200,
            new Edit(
                QUEUE, "return reserved.firstDue(now);", "return page(reserved.firstDue(now));"),
            new Edit(
                QUEUE,
                "boolean hasDue(long now) {",
                """
                private @Nullable Entry page(@Nullable Entry first) {
                  return first == null || first.attempts + 1 == first.job.maxAttempts()
                      ? null
                      : first;
                }

                boolean hasDue(long now) {
                """),
            new Edit(
                QUEUE,
                "|| reserved.firstDue(now) != null;",
                "|| page(reserved.firstDue(now)) != null;"),
            new Edit(
                QUEUE, "Entry end = reserved.first();", "Entry end = page(reserved.first());")),
        Plant.of(
            "batch half applied on error",
            "A batch that finds no room is stored as far as there is some, and refused from there.",
            Set.of("I12"),
            200,
            new Edit(
                JOBS,
                "results.add(putOne(job, hasRoom, wall, now));",
                """
                results.add(
                    putOne(
                        job, Newcomers.findRoom(List.of(job), isTaken, queues), wall, now));
                """)),
        Plant.of(
            "a counter decremented twice",
            "The last job of a priority is counted out twice, once by itself and once with its"
                + " line.",
            Set.of("I23"),
            200,
            new Edit(
                LANES,
                "if (lane.isEmpty() && lanes.size() > 1) {",
                "if (lane.isEmpty() && lanes.size() > 1) { size--;")),
        Plant.of(
            "put that forgets finished ids",
            "A push whose answer was lost is repeated after its job is complete, and runs it"
                + " again.",
            Set.of("I26"),
            200,
            new Edit(REMEMBERED, "return gone.containsKey(id);", "return false;")),
        Plant.of(
            "old leader's writes accepted",
            "The store does not compare terms: a leader that slept sweeps and prunes beside its"
                + " successor.",
            Set.of("I17"),
            200,
            new Edit(JOBS, "return term < newestTerm;", "return false;")),
        Plant.of(
            "hand-back spends an attempt",
            "A graceful stop costs its jobs an attempt: a few deployments, and they are dead.",
            Set.of("I08"),
            200,
            new Edit(
                QUEUE,
                "entry.state = JobState.READY; ready.putBack(entry);",
                "entry.attempts++; entry.state = JobState.READY; ready.putBack(entry);")),
        Plant.of(
            "rescue spends no attempt",
            "A job that kills its worker comes back for ever and kills the next.",
            Set.of("I08", "I09"),
            200,
            new Edit(
                QUEUE,
                "entry.spend(wall, \"rescue\", NO_ERROR); return tryAgain(entry, 0, now);",
                "again(entry, 0, now); return false;")),
        Plant.of(
            "late release brings back what was removed",
            "A settlement of a job that was removed meanwhile puts it in line again.",
            Set.of("I03", "I25"),
            200,
            new Edit(
                JOBS,
                "results.add(entry == null ? remembered.answerOf(settle) : apply(settle, entry, wall, now));",
                """
                if (entry == null
                    && settle.arrow().leadsBack()
                    && !jobs.containsKey(settle.claim().job().id())) {
                  Entry back = new Entry(settle.claim().job(), queue(settle.claim().job().queue()));
                  jobs.put(settle.claim().job().id(), back);
                  back.queue.put(back, wall, now);
                  results.add(SettleResult.APPLIED);
                  continue;
                }
                results.add(
                    entry == null ? remembered.answerOf(settle) : apply(settle, entry, wall, now));
                """)));
  }
}
