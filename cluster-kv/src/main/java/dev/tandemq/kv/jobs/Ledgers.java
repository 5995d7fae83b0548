package dev.tandemq.kv.jobs;

import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Val;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Reads all pages of a queue. */
final class Ledgers {

  private static final int ALL = Integer.MAX_VALUE;

  private Ledgers() {}

  /** The pages of all connections, by their keys. */
  static CompletionStage<Map<String, Facts.Other>> all(Kv kv, Layout layout, String queue) {
    return others(kv, layout, queue, "");
  }

  /** The pages of all connections but the one with this key. */
  static CompletionStage<Map<String, Facts.Other>> others(
      Kv kv, Layout layout, String queue, String own) {
    return kv.children(layout.pages(queue), ALL)
        .thenCompose(
            names -> {
              List<String> keys =
                  names.stream()
                      .map(name -> layout.page(queue, name))
                      .filter(key -> !key.equals(own))
                      .toList();
              return kv.getAll(keys);
            })
        .thenApply(Ledgers::decoded);
  }

  private static Map<String, Facts.Other> decoded(Map<String, Val> found) {
    Map<String, Facts.Other> pages = new HashMap<>();
    found.forEach(
        (key, value) ->
            pages.put(key, new Facts.Other(Ledger.decode(key, value.bytes()), value.revision())));
    return pages;
  }
}
