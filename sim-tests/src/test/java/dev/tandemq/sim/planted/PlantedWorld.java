package dev.tandemq.sim.planted;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.regex.Pattern;

/** All of the class path loaded anew, with a few classes changed: nothing is shared but the JDK. */
final class PlantedWorld extends URLClassLoader {

  private final Map<String, byte[]> changed;

  PlantedWorld(Map<String, byte[]> changed) {
    super(classPath(), ClassLoader.getPlatformClassLoader());
    this.changed = Map.copyOf(changed);
  }

  private static URL[] classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(PlantedWorld::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = changed.get(name);
    return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
  }

  /** Calls a static method of a class of this world; what goes in and out is of the JDK. */
  Object call(Class<?> type, String method, Object... arguments) throws Exception {
    Class<?>[] types = new Class<?>[arguments.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = arguments[i].getClass();
    }
    try {
      return Class.forName(type.getName(), true, this)
          .getMethod(method, types)
          .invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError("in the world of the plant: " + e.getCause(), e.getCause());
    }
  }
}
