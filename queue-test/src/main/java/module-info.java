/** For the tests of applications: queues and workers in one thread, on time moved by hand. */
module dev.tandemq.test {
  requires transitive dev.tandemq.engine;
  requires dev.tandemq.memory;
  requires dev.tandemq.tck.time;
  requires static org.jspecify;

  exports dev.tandemq.test;
}
