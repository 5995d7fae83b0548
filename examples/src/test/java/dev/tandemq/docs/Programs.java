package dev.tandemq.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * Compiles and runs the programs of one document; a later one may use the classes of those before.
 */
final class Programs {

  private static final Pattern PUBLIC =
      Pattern.compile(
          "(?m)^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|record|interface|enum) (\\w+)");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  private final Path folder;
  private final List<Path> compiled = new ArrayList<>();

  Programs(Path folder) {
    this.folder = folder;
  }

  /** Whether a block is a compilation unit with a public class, and no excerpt of one. */
  static boolean isProgram(Block block) {
    return PUBLIC.matcher(block.text()).find();
  }

  /**
   * Compiles a block.
   *
   * @return the full name of its public class
   */
  String compile(Block block) throws IOException {
    Matcher name = PUBLIC.matcher(block.text());
    assertThat(name.find()).as("%s is a compilation unit with a public class", block).isTrue();
    Path classes = Files.createDirectories(folder.resolve("block" + compiled.size()));
    Path source = Files.writeString(classes.resolve(name.group(1) + ".java"), block.text());
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-proc:none",
                "--release",
                "17",
                "-d",
                classes.toString(),
                "-cp",
                classPath(),
                source.toString());
    assertThat(result).as("%s compiles: %s", block, messages.toString(UTF_8)).isZero();
    compiled.add(classes);
    Matcher inPackage = PACKAGE.matcher(block.text());
    return inPackage.find() ? inPackage.group(1) + "." + name.group(1) : name.group(1);
  }

  /** Runs the main method of a class and hands out what it printed. */
  String run(String name) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try (URLClassLoader loader = new URLClassLoader(urls())) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  private String classPath() {
    StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
    compiled.forEach(classes -> path.append(File.pathSeparator).append(classes));
    return path.toString();
  }

  private URL[] urls() throws MalformedURLException {
    // The newest first: two programs of a document may bear one name.
    List<URL> urls = new ArrayList<>();
    for (Path classes : compiled) {
      urls.add(0, classes.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
