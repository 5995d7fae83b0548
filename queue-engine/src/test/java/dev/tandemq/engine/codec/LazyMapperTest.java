package dev.tandemq.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A program pays for the mapper of payloads only when it has typed jobs. */
final class LazyMapperTest {

  private static final String MAPPER = PayloadMapper.class.getName();

  /** Pushes a job of bare bytes. */
  public static final class RawProgram implements Runnable {
    /** Made by its name. */
    public RawProgram() {}

    @Override
    public void run() {
      try (Queues queues = Queues.open("memory:")) {
        Queue queue = queues.queue("lazy");
        var unused = queue.push("text");
      }
    }
  }

  /** Pushes a typed job. */
  public static final class TypedProgram implements Runnable {
    /** Made by its name. */
    public TypedProgram() {}

    @Override
    public void run() {
      try (Queues queues = Queues.open("memory:")) {
        Queue queue = queues.queue("lazy");
        var unused = queue.push(JobType.of("text", String.class), "text");
      }
    }
  }

  @Test
  void rawPushDoesNotLoadTheMapperAndATypedOneDoes() throws Exception {
    assertThat(loadedBy(RawProgram.class))
        .contains(JacksonPayloadCodec.class.getName())
        .doesNotContain(MAPPER)
        .noneMatch(name -> name.startsWith("com.fasterxml.jackson.datatype."));
    assertThat(loadedBy(TypedProgram.class)).contains(MAPPER);
  }

  private static Set<String> loadedBy(Class<? extends Runnable> program) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader former = thread.getContextClassLoader();
    try (Recording loader = new Recording()) {
      thread.setContextClassLoader(loader);
      Object made = loader.loadClass(program.getName()).getConstructor().newInstance();
      ((Runnable) made).run();
      return loader.loaded;
    } finally {
      thread.setContextClassLoader(former);
    }
  }

  /** Loads all but the platform anew and keeps the names. */
  private static final class Recording extends URLClassLoader {

    private final Set<String> loaded = new HashSet<>();

    Recording() throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> found = super.findClass(name);
      synchronized (this) {
        loaded.add(name);
      }
      return found;
    }

    private static URL[] classPath() throws IOException {
      String[] entries =
          System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator));
      return Arrays.stream(entries).map(Recording::url).toArray(URL[]::new);
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
