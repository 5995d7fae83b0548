package dev.tandemq.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecutablesTest {

  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createFile(folder.resolve("plain"));
    Files.createFile(
        folder.resolve("tool"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.createDirectory(folder.resolve("folder"));
  }

  @Test
  void aNameIsSearchedForInEveryFolder() {
    Executables executables = Executables.in("/nowhere:" + folder);

    assertThat(executables.problemOf("tool")).isEmpty();
    assertThat(executables.problemOf("missing")).contains("command not found: missing");
    assertThat(executables.problemOf("plain")).contains("command not executable: plain");
    assertThat(executables.problemOf("folder")).contains("command not found: folder");
    assertThat(executables.problemOf("")).contains("command not found: ");
  }

  @Test
  void aPathIsTakenAsItIs() {
    Executables executables = Executables.in("/nowhere");

    assertThat(executables.problemOf(folder + "/tool")).isEmpty();
    assertThat(executables.problemOf(folder + "/missing"))
        .contains("command not found: " + folder + "/missing");
    assertThat(executables.problemOf(folder + "/plain"))
        .contains("command not executable: " + folder + "/plain");
    assertThat(executables.problemOf(folder.toString()))
        .contains("command not executable: " + folder);
  }
}
