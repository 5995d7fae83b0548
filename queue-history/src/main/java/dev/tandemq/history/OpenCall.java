package dev.tandemq.history;

/** An operation that was begun: where its interval starts. */
final class OpenCall {

  final long from;
  final long fromAt;

  /** What a check has read off when the call began, to compare its end with. */
  long seen;

  OpenCall(long from, long fromAt) {
    this.from = from;
    this.fromAt = fromAt;
  }
}
