package dev.tandemq.redis.jobs;

import dev.tandemq.store.Settle;
import java.time.Duration;

/**
 * Collects settlements for {@code turn.lua}: one text with 53 characters for each of them, so that
 * a batch is not three arguments for each claim, and behind it what some arrows carry besides. Not
 * safe for concurrent use.
 */
final class Settlements {

  /** What a record holds of a token; no longer one was ever given. */
  private static final int TOKEN_DIGITS = 16;

  private static final String ZEROS = "0".repeat(TOKEN_DIGITS);
  private static final String NO_TOKEN = "-".repeat(TOKEN_DIGITS);

  private final StringBuilder batch = new StringBuilder();
  private final Args more = new Args();

  void add(Settle settle) {
    begin(settle.claim().job().id().toString(), settle.claim().token(), letter(settle.arrow()));
    switch (settle.arrow()) {
      case RETRY, BURY, RELEASE, SNOOZE -> more.add(settle.delay()).add(settle.failure().error());
      case COMPLETE, HAND_BACK, DISCARD -> {}
    }
  }

  /** To the failed at once. */
  void bury(String id, long token, String error) {
    begin(id, token, letter(Settle.Arrow.BURY));
    more.add(Duration.ZERO).add(error);
  }

  private void begin(String id, long token, char arrow) {
    batch.append(id).append(token(token)).append(arrow);
  }

  private static String token(long token) {
    String digits = Long.toString(token);
    if (token < 0 || digits.length() > TOKEN_DIGITS) {
      return NO_TOKEN;
    }
    return digits.length() == TOKEN_DIGITS ? digits : ZEROS.substring(digits.length()) + digits;
  }

  private static char letter(Settle.Arrow arrow) {
    return switch (arrow) {
      case COMPLETE -> 'C';
      case RETRY -> 'R';
      case BURY -> 'B';
      case RELEASE -> 'L';
      case SNOOZE -> 'S';
      case HAND_BACK -> 'H';
      case DISCARD -> 'D';
    };
  }

  /** The arguments that stand before the queues to claim in. */
  void addTo(Args args) {
    args.add(batch.toString()).addAll(more);
  }
}
