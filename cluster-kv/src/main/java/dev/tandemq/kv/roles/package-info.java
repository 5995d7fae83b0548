/**
 * Members, a leader, locks and words over the port of coordination stores.
 *
 * <p>Below the root of a namespace stand
 *
 * <ul>
 *   <li>{@code n/<name>}: the member of this name, or the last one that was,
 *   <li>{@code lead}: who leads or led last, never deleted,
 *   <li>{@code l/<lock>}: the newest grant of this lock,
 *   <li>{@code swept-n}, {@code swept-l}: the fences of the two folders, never deleted,
 *   <li>{@code b/<topic>/<time>.<chance>}: a word, for half a minute.
 * </ul>
 *
 * <p>What is given up or has ended stays where it is, marked or out of time, until it is swept. So
 * each write is guarded by a revision, or by the absence of a key that no sweep has made absent
 * meanwhile: a guard that does not hold any more never holds again, and a transaction that arrives
 * late, or twice, changes nothing.
 */
@NullMarked
package dev.tandemq.kv.roles;

import org.jspecify.annotations.NullMarked;
