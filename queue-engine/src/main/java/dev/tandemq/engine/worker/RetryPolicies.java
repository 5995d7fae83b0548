package dev.tandemq.engine.worker;

import dev.tandemq.job.Job;
import dev.tandemq.retry.RetryPolicy;
import java.util.Map;

/**
 * Which policy holds for a job: its own, else that of its type, else that of its queue, else the
 * worker's.
 *
 * @param byType policies by the name of the type
 * @param byQueue policies by the name of the queue
 * @param otherwise the worker's
 */
record RetryPolicies(
    Map<String, RetryPolicy> byType, Map<String, RetryPolicy> byQueue, RetryPolicy otherwise) {

  RetryPolicies {
    byType = Map.copyOf(byType);
    byQueue = Map.copyOf(byQueue);
  }

  static RetryPolicies always(RetryPolicy policy) {
    return new RetryPolicies(Map.of(), Map.of(), policy);
  }

  RetryPolicy of(Job job) {
    if (job.backoff().isPresent()) {
      return job.backoff().get();
    }
    RetryPolicy ofType = byType.get(job.type());
    return ofType != null ? ofType : byQueue.getOrDefault(job.queue(), otherwise);
  }
}
