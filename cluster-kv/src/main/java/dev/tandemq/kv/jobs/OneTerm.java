package dev.tandemq.kv.jobs;

import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Writes the newest term, whatever there is to move. */
final class OneTerm {

  private OneTerm() {}

  /** Answers whether it was written; else somebody else wrote one. */
  static CompletionStage<Boolean> write(Kv kv, String key, @Nullable Val there, long term) {
    Op op =
        there == null
            ? new Op.Create(key, Terms.encode(term))
            : new Op.ReplaceIf(key, Terms.encode(term), there.revision());
    return kv.commit(List.of(op)).thenApply(answer -> answer instanceof Commit.Applied);
  }
}
