package dev.tandemq.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Tells of signals sent to this process. Java has no supported class for that; the one that all
 * have is reached by name, and where it is missing a signal does what it does without us. A signal
 * that was ignored when this process was started, as by nohup, stays ignored.
 */
final class Signals {

  private Signals() {}

  /** Calls the action each time the signal arrives, each time on a thread of its own. */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, calling(action));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // Not here: the signal keeps its usual effect.
    }
  }

  private static InvocationHandler calling(Runnable action) {
    return (proxy, method, arguments) ->
        switch (method.getName()) {
          case "handle" -> {
            action.run();
            yield null;
          }
          case "equals" -> arguments[0] == proxy;
          case "hashCode" -> System.identityHashCode(proxy);
          default -> "handler of tandem";
        };
  }
}
