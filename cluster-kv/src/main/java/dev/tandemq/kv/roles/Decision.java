package dev.tandemq.kv.roles;

import dev.tandemq.kv.port.Op;

/** What a role makes of the facts. */
sealed interface Decision<T> {

  /** Nothing is to be changed. */
  record Answer<T>(T value) implements Decision<T> {}

  /** The answer, once this is written. */
  record Write<T>(Op op, T value) implements Decision<T> {}
}
