/** The engine: queues and workers over any store. */
module dev.tandemq.engine {
  requires transitive dev.tandemq.api;
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.datatype.jdk8;
  requires com.fasterxml.jackson.datatype.jsr310;
  requires transitive com.google.guice;
  // Guice needs these two and, having no descriptor, cannot say so.
  requires com.google.common;
  requires jakarta.inject;

  exports dev.tandemq.engine;
  exports dev.tandemq.engine.cluster;
  exports dev.tandemq.engine.codec;
  exports dev.tandemq.engine.discovery;
  exports dev.tandemq.engine.event;
  exports dev.tandemq.engine.explain;
  exports dev.tandemq.engine.metrics;
  exports dev.tandemq.engine.runtime;
  exports dev.tandemq.engine.settings;
  exports dev.tandemq.engine.store;
  exports dev.tandemq.engine.wiring;
  exports dev.tandemq.engine.worker;

  uses dev.tandemq.driver.QueueDriver;
}
