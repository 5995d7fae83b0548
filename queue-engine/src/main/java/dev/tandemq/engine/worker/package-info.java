/**
 * The worker: N slots that turn, run and turn again.
 *
 * <p>A {@link dev.tandemq.engine.worker.Slot} is a small state machine touched by one thread at a
 * time: it asks its {@link dev.tandemq.engine.worker.Feed} for a turn (its last settlement goes
 * along), runs the handler for the claim it got, turns the result into the next settlement by
 * {@link dev.tandemq.engine.worker.Outcomes}, and begins again. While answers are there at once it
 * goes on in a loop; else it leaves its thread and is executed again when the answer has come. A
 * slot that got nothing parks in {@link dev.tandemq.engine.worker.Idle} until a hint, the poll or
 * another slot's luck wakes it. Nothing is claimed that no slot is free to run.
 *
 * <p>Beside the slots, each a step on the context's timer: {@link
 * dev.tandemq.engine.worker.Heartbeat} renews the leases of what runs, {@link
 * dev.tandemq.engine.worker.Deadlines} ends what has run too long, the poll wakes one idle slot now
 * and then because hints may be lost. No thread waits for any of them.
 *
 * <p>What can go wrong and what happens then:
 *
 * <ul>
 *   <li>the answer to a turn is lost: the slot backs off and sends the same settlement again, until
 *       the lease is surely over; claims it was granted run into the end of their leases
 *   <li>the lease is lost: the handler is cancelled; its settlement is refused by the store
 *   <li>the job is cancelled: the next renewal tells its handler; if that throws the job is gone
 *   <li>the handler ignores its cancellation: the slot is replaced, the late result is dropped
 *   <li>the process dies: leases end, other workers claim the jobs
 * </ul>
 */
@NullMarked
package dev.tandemq.engine.worker;

import org.jspecify.annotations.NullMarked;
