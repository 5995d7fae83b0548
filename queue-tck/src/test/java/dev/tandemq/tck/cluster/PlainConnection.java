package dev.tandemq.tck.cluster;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.ForwardingBroadcast;
import dev.tandemq.cluster.ForwardingCluster;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Subscription;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One connection to a plain cluster: every call of every role throws once it is closed. */
final class PlainConnection extends ForwardingCluster {

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  PlainConnection(Cluster backend) {
    super(backend);
  }

  @Override
  public JobStore jobs() {
    return whileOpen(JobStore.class, target().jobs());
  }

  @Override
  public Membership membership() {
    return whileOpen(Membership.class, target().membership());
  }

  @Override
  public Election election() {
    return whileOpen(Election.class, target().election());
  }

  @Override
  public Locks locks() {
    return whileOpen(Locks.class, target().locks());
  }

  @Override
  public Broadcast broadcast() {
    return whileOpen(Broadcast.class, new Ears(target().broadcast()));
  }

  private <T> T whileOpen(Class<T> role, T target) {
    return role.cast(
        Proxy.newProxyInstance(
            role.getClassLoader(),
            new Class<?>[] {role},
            (proxy, method, arguments) -> {
              if (closed) {
                throw new IllegalStateException(method.getName() + " after close");
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
  }

  private final class Ears extends ForwardingBroadcast {

    Ears(Broadcast target) {
      super(target);
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Subscription subscription = target().listen(topic, listener);
      subscriptions.add(subscription);
      return subscription;
    }
  }
}
