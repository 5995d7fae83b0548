package dev.tandemq.kv.roles;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.KvKeys;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What all roles of one connection stand on.
 *
 * @param kv the connection; closing it ends the roles
 * @param root the folder of the namespace, as {@code tandem/ns}
 * @param clock the cluster's time at the moment of the call or later
 * @param process timers, threads and chance
 */
public record RoleSetup(
    Kv kv, String root, Supplier<CompletionStage<Reading>> clock, ProcessContext process) {

  /** Checks that nothing is missing and that the root is a key. */
  public RoleSetup {
    Objects.requireNonNull(kv, "kv");
    KvKeys.check(root);
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(process, "process");
  }

  /** A key below the root. */
  String key(String path) {
    return root + "/" + path;
  }

  /** Milliseconds of the wall clock, zero or more; for people. */
  long wallMillis() {
    return Math.max(0, process.time().now().toEpochMilli());
  }
}
