package dev.tandemq.driver;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;

/**
 * Turns a job into bytes and back. The format carries a version, its keys are sorted, and it never
 * names a class. Safe for concurrent use; never blocks.
 */
public interface JobCodec {

  /** The bytes of a job. Equal jobs give equal bytes. The caller owns the array. */
  byte[] encode(Job job);

  /**
   * The job that {@link #encode} was given. Fields that this version does not know are skipped.
   *
   * @throws CorruptJobException when the bytes are truncated, foreign, too deep, or of a version
   *     that is newer than this codec
   */
  Job decode(byte[] bytes);
}
