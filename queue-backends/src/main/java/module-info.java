/** Real servers for tests, and ways to break them. */
module dev.tandemq.backend {
  requires static org.jspecify;
  requires com.github.dockerjava.api;
  requires testcontainers;

  exports dev.tandemq.backend;
}
