/**
 * What an application's tests use: {@link dev.tandemq.test.TestQueues} gives queues and workers
 * that run on the thread of the test, on time that the test moves by hand, and says what was pushed
 * and what became of it. It needs no test framework; what does not hold is an {@link
 * AssertionError}.
 */
@NullMarked
package dev.tandemq.test;

import org.jspecify.annotations.NullMarked;
