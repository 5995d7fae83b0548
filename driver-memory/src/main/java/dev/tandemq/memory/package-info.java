/**
 * The store in memory: the plain reference for what a store does, and the one to begin with.
 *
 * <p>One lock guards all queues of a store, so that a turn over several of them is one step. A job
 * is one {@link dev.tandemq.memory.Entry}, found by id in one hash map and standing in exactly one
 * place of its queue: a ready lane, the heap of due times, the heap of lease ends, or the list of
 * failed jobs. Put, claim and settle cost the same whatever the backlog is, but for the depth of a
 * heap where a delay or a lease is involved. Hints and nothing else are called after the lock was
 * left.
 *
 * <p>{@link dev.tandemq.memory.MemoryHub} puts a membership, an election, locks and broadcast
 * beside such a store, and a link between them and each node: {@link
 * dev.tandemq.memory.MemberList}, {@link dev.tandemq.memory.Leadership}, {@link
 * dev.tandemq.memory.LockTable} and {@link dev.tandemq.memory.Topics} are what is shared, {@link
 * dev.tandemq.memory.Connection} is one node's way to it.
 */
@NullMarked
package dev.tandemq.memory;

import org.jspecify.annotations.NullMarked;
