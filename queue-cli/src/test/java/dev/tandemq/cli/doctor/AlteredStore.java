package dev.tandemq.cli.doctor;

import dev.tandemq.store.JobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Stores that answer one kind of call in another way. */
final class AlteredStore {

  private AlteredStore() {}

  /** Changes the answers to one method. */
  static JobStore answering(JobStore store, String method, UnaryOperator<Object> answer) {
    return proxy(store, method, stage -> stage.thenApply(answer));
  }

  /** Fails one method. */
  static JobStore failing(JobStore store, String method, RuntimeException failure) {
    return proxy(store, method, stage -> CompletableFuture.failedFuture(failure));
  }

  private static JobStore proxy(
      JobStore store, String name, UnaryOperator<CompletionStage<Object>> change) {
    return (JobStore)
        Proxy.newProxyInstance(
            AlteredStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(store, arguments);
                return method.getName().equals(name) ? change.apply(stage(result)) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @SuppressWarnings("unchecked")
  private static CompletionStage<Object> stage(Object result) {
    return (CompletionStage<Object>) result;
  }
}
