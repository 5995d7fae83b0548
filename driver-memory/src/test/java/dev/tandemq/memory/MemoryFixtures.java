package dev.tandemq.memory;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.JobCodec;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.job.Job;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.store.ManualStoreFixture;
import dev.tandemq.tck.store.StoreFixture;
import dev.tandemq.tck.time.ManualContext;
import java.util.Set;
import java.util.function.BiFunction;

/** Opens memory stores for tests. */
final class MemoryFixtures {

  private static final MemoryDriver DRIVER = new MemoryDriver();

  /** Limits that tests cross in no time. */
  static final Capabilities SMALL =
      new Capabilities(DRIVER.capabilities().features(), Capabilities.MIN_PAYLOAD_BYTES, 500);

  /** The memory store keeps the job itself and asks no codec. */
  static final JobCodec NO_CODEC = new NoCodec();

  private MemoryFixtures() {}

  /** A memory store on a manual clock. */
  static StoreFixture onManualTime() {
    ManualContext context = new ManualContext(1);
    return new ManualStoreFixture(context, DRIVER.capabilities(), () -> open(context));
  }

  /** A memory store that remembers what is over, on a manual clock. */
  static StoreFixture rememberingOnManualTime() {
    ManualContext context = new ManualContext(1);
    Capabilities capabilities = DRIVER.capabilities();
    return new ManualStoreFixture(
        context,
        capabilities,
        () -> new MemoryJobStore(context, capabilities, Remember.DEFAULT),
        true);
  }

  /** A memory store with small limits on a manual clock, with something around it. */
  static StoreFixture onManualTime(BiFunction<JobStore, ManualContext, JobStore> wrap) {
    return onManualTime(new BrokenStore("is wrapped", Set.of(), wrap));
  }

  /** A memory store with small limits and a fault on a manual clock. */
  static StoreFixture onManualTime(BrokenStore broken) {
    ManualContext context = new ManualContext(1);
    Remember remember = broken.remembers() ? Remember.DEFAULT : Remember.NOTHING;
    return new ManualStoreFixture(
        context,
        SMALL,
        () -> broken.wrap().apply(new MemoryJobStore(context, SMALL, remember), context),
        broken.remembers());
  }

  static JobStore open(ProcessContext context) {
    return DRIVER.open(QueueUrl.parse("memory:"), new DriverContext(context, NO_CODEC));
  }

  private static final class NoCodec implements JobCodec {

    @Override
    public byte[] encode(Job job) {
      throw new AssertionError("the memory store encodes nothing");
    }

    @Override
    public Job decode(byte[] bytes) {
      throw new AssertionError("the memory store decodes nothing");
    }
  }
}
