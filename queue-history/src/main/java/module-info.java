/** What a run of a queue did, and whether it may have. */
module dev.tandemq.history {
  requires transitive dev.tandemq.api;
  requires com.fasterxml.jackson.core;
  requires static org.jspecify;

  exports dev.tandemq.history;
}
