package dev.tandemq.kv.jobs;

/** What a page counts. One page may be below zero; the sum of all never is at rest. */
enum Count {
  READY,
  DELAYED,
  FAILED,
  PUSHED,
  COMPLETED,
  REMOVED,
  RETRIED,
  RETRIES,
  SNOOZED,
  RESCUED
}
