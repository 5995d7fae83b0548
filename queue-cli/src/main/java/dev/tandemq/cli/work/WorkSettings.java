package dev.tandemq.cli.work;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code tandem work} was asked to do, checked.
 *
 * @param queues names of the queues, in strict order
 * @param slots how many commands run at the same time
 * @param isDraining whether it ends when the queues are empty
 * @param maxJobs after how many finished jobs it ends, if it does
 * @param heartbeat how often leases are renewed
 * @param lease how long a claim holds unless renewed; at least two heartbeats
 * @param poll how often it looks for jobs when nobody tells of any
 * @param grace how long commands have to end when it is told to stop
 * @param giveUpAfter how long the store may be lost before it ends, if it ever does
 * @param command what runs for each job, and its arguments
 */
public record WorkSettings(
    List<String> queues,
    int slots,
    boolean isDraining,
    OptionalLong maxJobs,
    Duration heartbeat,
    Duration lease,
    Duration poll,
    Duration grace,
    Optional<Duration> giveUpAfter,
    List<byte[]> command) {

  /** Takes copies of the lists. */
  public WorkSettings {
    queues = List.copyOf(queues);
    command = List.copyOf(command);
  }
}
