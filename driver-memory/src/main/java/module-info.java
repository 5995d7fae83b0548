import dev.tandemq.driver.QueueDriver;
import dev.tandemq.memory.MemoryDriver;

/** Jobs in the memory of this process. */
module dev.tandemq.memory {
  requires transitive dev.tandemq.api;
  requires static org.jspecify;

  exports dev.tandemq.memory;

  provides QueueDriver with
      MemoryDriver;
}
