package dev.tandemq.kv.jobs;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The newest term that a sweep or a prune had, which every later one is compared with. */
final class Terms {

  private Terms() {}

  static long decode(String key, @Nullable Val value) {
    if (value == null) {
      return 0;
    }
    try {
      return Long.parseLong(new String(value.bytes(), StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      throw new CorruptJobException("no term stands under " + key, e);
    }
  }

  static byte[] encode(long term) {
    return Long.toString(term).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether no newer leader has been here. */
  static boolean allows(Draft draft, long term) {
    String key = draft.layout().term();
    return term == 0 || decode(key, draft.fact(key)) <= term;
  }

  /** Lets the draft hold only while no newer leader comes. */
  static void guard(Draft draft, long term) {
    String key = draft.layout().term();
    if (term == 0 || draft.isWritten(key)) {
      return;
    }
    Val there = draft.fact(key);
    if (there == null) {
      draft.add(new Op.Create(key, encode(term)));
    } else if (decode(key, there) < term) {
      draft.add(new Op.ReplaceIf(key, encode(term), there.revision()));
    } else {
      draft.add(new Op.Check(key, there.revision()));
    }
  }
}
