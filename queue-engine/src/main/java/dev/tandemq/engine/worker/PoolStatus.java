package dev.tandemq.engine.worker;

import java.util.List;
import java.util.Objects;

/**
 * How a pool stands at one moment.
 *
 * @param state where it is in its life
 * @param total workers in the pool
 * @param active workers that run at least one job now
 * @param idle workers that run none
 * @param processed jobs that the pool has brought to an end: completed or set aside
 * @param failed those of them that were set aside
 * @param workers each worker's own status, in the order of their numbers
 */
public record PoolStatus(
    WorkerState state,
    int total,
    int active,
    int idle,
    long processed,
    long failed,
    List<WorkerStatus> workers) {

  /** Checks that nothing is missing and takes a copy of the list. */
  public PoolStatus {
    Objects.requireNonNull(state, "state");
    workers = List.copyOf(workers);
  }

  static PoolStatus of(List<WorkerStatus> workers) {
    int active = (int) workers.stream().filter(worker -> worker.busy() > 0).count();
    long failed = workers.stream().mapToLong(WorkerStatus::failed).sum();
    return new PoolStatus(
        state(workers),
        workers.size(),
        active,
        workers.size() - active,
        workers.stream().mapToLong(WorkerStatus::processed).sum(),
        failed,
        workers);
  }

  /** They march in step: where some are a step ahead, the pool is where the last one is. */
  private static WorkerState state(List<WorkerStatus> workers) {
    return workers.stream()
        .map(WorkerStatus::state)
        .min(WorkerState::compareTo)
        .orElse(WorkerState.NEW);
  }

  /** Slots of all workers. */
  public int slots() {
    return workers.stream().mapToInt(WorkerStatus::slots).sum();
  }

  /** Slots of all workers that are at work now. */
  public int busy() {
    return workers.stream().mapToInt(WorkerStatus::busy).sum();
  }
}
