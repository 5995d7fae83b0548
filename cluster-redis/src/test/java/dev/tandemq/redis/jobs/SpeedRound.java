package dev.tandemq.redis.jobs;

/**
 * What one measurement found.
 *
 * @param cycles jobs that were put, claimed and completed
 * @param seconds how long it took
 * @param serverMicros processor time of the server's main thread for one of them
 * @param clientMicros processor time of this JVM for one of them, all threads; 0 when another
 *     process did it
 */
record SpeedRound(long cycles, double seconds, double serverMicros, double clientMicros) {

  double perSecond() {
    return cycles / seconds;
  }
}
