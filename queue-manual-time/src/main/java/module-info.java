/** A process in one thread whose time a test moves by hand; needs no test framework. */
module dev.tandemq.tck.time {
  requires transitive dev.tandemq.api;
  requires static org.jspecify;

  exports dev.tandemq.tck.time;
}
