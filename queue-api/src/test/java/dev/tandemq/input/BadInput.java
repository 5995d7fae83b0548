package dev.tandemq.input;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * One row of a table of bad input.
 *
 * @param what what is wrong, in words
 * @param call makes the call that must be refused
 * @param error the type of the refusal
 * @param parts what its message must hold: the field, the value's size or class, the limit, the fix
 */
record BadInput(
    String what, ThrowingCallable call, Class<? extends Throwable> error, List<String> parts) {

  /** A value that is there and wrong. */
  static BadInput wrong(String what, ThrowingCallable call, String... parts) {
    return new BadInput(what, call, IllegalArgumentException.class, List.of(parts));
  }

  /** A call that comes at the wrong time. */
  static BadInput untimely(String what, ThrowingCallable call, String... parts) {
    return new BadInput(what, call, IllegalStateException.class, List.of(parts));
  }

  /** A value that is missing; its name is all that the message has to say. */
  static BadInput missing(String what, ThrowingCallable call, String field) {
    return new BadInput(what, call, NullPointerException.class, List.of(field));
  }

  /** Makes the call. No message may break a line or hold a secret, whatever it was given. */
  void check() {
    assertThatThrownBy(call)
        .as(what)
        .isExactlyInstanceOf(error)
        .hasMessageContainingAll(parts.toArray(String[]::new))
        .message()
        .matches("[ -~]+")
        // The JDK's own words for a null that nobody looked for.
        .doesNotContain("Cannot invoke", "hunter2");
  }

  @Override
  public String toString() {
    return what;
  }
}
