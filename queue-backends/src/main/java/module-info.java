/** Real servers for tests. */
module dev.tandemq.backend {
  requires static org.jspecify;
  requires testcontainers;

  exports dev.tandemq.backend;
}
