package dev.tandemq.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which release this is, and on which Java it runs. */
final class Version implements IVersionProvider {

  /** The release, as the jar says; classes that come from no jar have none. */
  static String release() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static String java() {
    return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
  }

  @Override
  public String[] getVersion() {
    return new String[] {"tandem " + release(), "Java " + java()};
  }
}
