package dev.tandemq.history;

/** The promises that a whole run has to keep, by their numbers in {@code docs/contract.md}. */
enum Invariant {
  I01("no acknowledged push is lost"),
  I02("nothing from nowhere, payload byte for byte"),
  I03("one accepted completion, nothing accepted after it"),
  I04("tokens of a job only grow"),
  I05("no accepted settle or extend with an old token"),
  I06("a stale holder gets LOST and changes nothing"),
  I07("a handler whose lease is lost is told"),
  I08("attempts never exceed the maximum"),
  I09("a job that kills its workers is set aside"),
  I10("never early"),
  I11("not late"),
  I12("a batch is all or nothing where declared"),
  I13("higher priority first"),
  I14("first in, first out within a priority"),
  I15("a stuck head blocks nobody behind it"),
  I16("no limbo: one state at any moment"),
  I17("one leader per term, terms only grow"),
  I18("belief in leadership ends by itself"),
  I19("lock tokens never fall"),
  I20("only the owner unlocks"),
  I21("who lives is listed, who is dead is not"),
  I22("broadcast is best effort"),
  I23("counters agree with a recount"),
  I24("a graceful stop leaves nothing behind"),
  I25("what was removed does not come back"),
  I26("one id is one job"),
  I27("after healing all is final within the bound"),
  I28("nothing leaks");

  private final String title;

  Invariant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
