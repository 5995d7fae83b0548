/** Jobs and a cluster over a small port of coordination stores. */
module dev.tandemq.kv {
  requires transitive dev.tandemq.api;
  requires static org.jspecify;

  exports dev.tandemq.kv;
  exports dev.tandemq.kv.clock;
  exports dev.tandemq.kv.port;
}
