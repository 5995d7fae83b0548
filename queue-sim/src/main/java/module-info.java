/** A whole cluster in one thread. */
module dev.tandemq.sim {
  requires transitive dev.tandemq.engine;
  requires transitive dev.tandemq.history;
  requires transitive dev.tandemq.fault;
  requires dev.tandemq.memory;
  requires java.logging;
  requires static org.jspecify;

  exports dev.tandemq.sim;
}
