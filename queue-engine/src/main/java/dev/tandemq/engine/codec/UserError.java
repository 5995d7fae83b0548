package dev.tandemq.engine.codec;

/** What a payload's own code may throw: everything. */
final class UserError {

  private UserError() {}

  /**
   * Lets pass what says something of the machine and nothing of the payload, such as memory that is
   * spent. A stack that is spent does: by a value that holds itself, or code that calls itself.
   */
  static void rethrowIfFatal(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
  }
}
