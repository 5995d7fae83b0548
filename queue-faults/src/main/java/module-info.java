/** Faults to bring into stores, clusters and time. */
module dev.tandemq.fault {
  requires transitive dev.tandemq.api;
  requires static org.jspecify;

  exports dev.tandemq.fault;
}
