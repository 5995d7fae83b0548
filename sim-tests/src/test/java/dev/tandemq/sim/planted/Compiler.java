package dev.tandemq.sim.planted;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles changed sources against the class path of the tests, from memory into memory. */
final class Compiler {

  private Compiler() {}

  /** The classes of the changed files, by name. */
  static Map<String, byte[]> compile(List<Edit> edits) {
    if (edits.isEmpty()) {
      return Map.of(); // which javac takes for a mistake
    }
    Map<String, String> sources = new LinkedHashMap<>();
    for (Edit edit : edits) {
      String source = sources.computeIfAbsent(edit.file(), Checkout::read);
      sources.put(edit.file(), edit.appliedTo(source));
    }
    List<Source> units = new ArrayList<>();
    sources.forEach((file, text) -> units.add(new Source(file, text)));
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK, not a JRE, is needed");
    Classes classes = new Classes(compiler.getStandardFileManager(null, null, null));
    StringWriter trouble = new StringWriter();
    boolean isGood =
        compiler
            .getTask(
                trouble,
                classes,
                null,
                List.of(
                    "-proc:none",
                    "-nowarn",
                    "-Xlint:none",
                    "-implicit:none",
                    "-classpath",
                    System.getProperty("java.class.path")),
                null,
                units)
            .call();
    if (!isGood) {
      throw new AssertionError("the planted source does not compile:\n" + trouble);
    }
    return classes.bytes();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String file, String text) {
      super(URI.create("memory:///" + file.replaceFirst(".*/java/", "")), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {

    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    Classes(JavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      written.put(name, bytes);
      return new SimpleJavaFileObject(
          URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }

    Map<String, byte[]> bytes() {
      Map<String, byte[]> all = new HashMap<>();
      written.forEach((name, bytes) -> all.put(name, bytes.toByteArray()));
      return all;
    }
  }
}
