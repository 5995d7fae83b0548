/** Ports and values of Tandem: what applications call, what drivers implement, and nothing else. */
module dev.tandemq.api {
  requires static transitive org.jspecify;

  exports dev.tandemq.cluster;
  exports dev.tandemq.context;
  exports dev.tandemq.driver;
  exports dev.tandemq.error;
  exports dev.tandemq.event;
  exports dev.tandemq.handler;
  exports dev.tandemq.job;
  exports dev.tandemq.queue;
  exports dev.tandemq.retry;
  exports dev.tandemq.store;
}
