package dev.tandemq.redis.link;

import org.redisson.client.RedisException;

/** A call was sent, and its connection broke before the answer came. */
final class AnswerLostException extends RedisException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  AnswerLostException() {
    super("the connection broke before the answer came");
  }
}
