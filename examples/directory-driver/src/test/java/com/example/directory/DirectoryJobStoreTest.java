package com.example.directory;

import dev.tandemq.driver.DriverContext;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import dev.tandemq.tck.store.SkippingStoreFixture;
import dev.tandemq.tck.store.StoreFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The directory driver under the contract. */
final class DirectoryJobStoreTest extends JobStoreContract {

  /** Small, so that files of jobs that are gone are counted in during the tests. */
  private static final int FOLD_AT = 20;

  @TempDir static Path folder;

  private static RealTimeContext context;

  @BeforeAll
  static void startTime() {
    context = new RealTimeContext();
  }

  @AfterAll
  static void endTime() {
    context.close();
  }

  @Override
  protected StoreFixture fixture() {
    return new SkippingStoreFixture(
        context, DirectoryDriver.CAPABILITIES, DirectoryJobStoreTest::open);
  }

  /** Each test in a directory of its own. */
  private static JobStore open() {
    try {
      return DirectoryDriver.open(
          Files.createTempDirectory(folder, "store"),
          new DriverContext(context, new PlainJobCodec()),
          FOLD_AT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
