package dev.tandemq.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who listens to which topic of a hub, in order of subscription. Guarded by the hub's lock. */
final class Topics {

  /** One subscription; known by its identity, so that a listener may be given twice. */
  record Listener(Receiver receiver, Consumer<byte[]> code) {

    /** Passes on a copy. */
    void tell(byte[] message) {
      byte[] own = message.clone();
      receiver.tell(() -> code.accept(own));
    }
  }

  private final Map<String, List<Listener>> byTopic = new HashMap<>();

  void add(String topic, Listener listener) {
    byTopic.computeIfAbsent(topic, unused -> new ArrayList<>()).add(listener);
  }

  void remove(String topic, Listener listener) {
    List<Listener> listeners = byTopic.get(topic);
    if (listeners != null && listeners.removeIf(other -> other.receiver == listener.receiver)) {
      if (listeners.isEmpty()) {
        byTopic.remove(topic);
      }
    }
  }

  List<Listener> listeners(String topic) {
    return List.copyOf(byTopic.getOrDefault(topic, List.of()));
  }
}
