package dev.tandemq.fault;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Subscription;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a decorator in these tests: a store and a cluster that write down what was
 * called and answer every call alike, with {@link #answer}.
 */
final class FarEnd {

  final List<String> applied = new ArrayList<>();
  final List<List<@Nullable Object>> arguments = new ArrayList<>();
  final List<Runnable> hints = new ArrayList<>();
  final List<Consumer<byte[]>> listeners = new ArrayList<>();
  CompletionStage<?> answer = CompletableFuture.completedFuture("the answer");
  @Nullable RuntimeException misuse;

  JobStore store() {
    return port(JobStore.class);
  }

  Cluster cluster() {
    return port(Cluster.class);
  }

  private <P> P port(Class<P> type) {
    Object proxy =
        Proxy.newProxyInstance(
            FarEnd.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> call(type, method, args == null ? new Object[0] : args));
    return type.cast(proxy);
  }

  private Object call(Class<?> type, Method method, @Nullable Object[] args) {
    if (type == Cluster.class && method.getReturnType().isInterface()) {
      return port(method.getReturnType());
    }
    applied.add(type.getSimpleName() + "." + method.getName());
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object arg : args) {
      copy.add(arg);
    }
    arguments.add(copy);
    if (misuse != null) {
      throw misuse;
    }
    if (method.getReturnType() == Subscription.class) {
      Object last = args[args.length - 1];
      if (last instanceof Runnable hint) {
        hints.add(hint);
      } else {
        @SuppressWarnings("unchecked")
        Consumer<byte[]> listener = (Consumer<byte[]>) last;
        listeners.add(listener);
      }
      Subscription subscription = () -> applied.add("Subscription.close");
      return subscription;
    }
    return answer;
  }
}
