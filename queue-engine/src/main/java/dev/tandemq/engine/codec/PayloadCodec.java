package dev.tandemq.engine.codec;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;

/** Turns typed payloads into bytes and back. Safe for concurrent use. */
public interface PayloadCodec {

  /**
   * The payload in the form of the type's present version.
   *
   * @throws IllegalArgumentException when the payload cannot be written
   */
  <T> byte[] write(JobType<T> type, T payload);

  /**
   * The payload of a job.
   *
   * @throws IllegalArgumentException when the job is of another type
   * @throws dev.tandemq.error.CorruptJobException when the payload cannot be read as its type says
   */
  <T> T read(JobType<T> type, Job job);
}
