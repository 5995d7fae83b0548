package dev.tandemq.engine.codec;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;

/** Turns typed payloads into bytes and back. Safe for concurrent use; never blocks. */
public interface PayloadCodec {

  /**
   * Finds out early whether payloads of the type can be written and read at all.
   *
   * @throws IllegalArgumentException when its class cannot be a payload, with the reason
   */
  void check(JobType<?> type);

  /**
   * The payload in the form of the type's present version.
   *
   * @throws NullPointerException when the payload is null
   * @throws IllegalArgumentException when the payload cannot be written, naming type and reason
   *     without its content
   */
  <T> byte[] write(JobType<T> type, T payload);

  /**
   * The payload of a job.
   *
   * @throws IllegalArgumentException when the job is of another type, or the type's class cannot be
   *     a payload
   * @throws dev.tandemq.error.CorruptJobException when the payload cannot be read as its type says,
   *     naming job and reason without its content
   */
  <T> T read(JobType<T> type, Job job);
}
