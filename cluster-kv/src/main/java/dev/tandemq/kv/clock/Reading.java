package dev.tandemq.kv.clock;

/**
 * What is known of the cluster's time at one moment, in nanoseconds since the namespace was made.
 *
 * @param low at most the cluster's time: what is judged by it has ended for everybody
 * @param high at least the cluster's time: what is to hold for a while is counted from it
 */
public record Reading(long low, long high) {}
