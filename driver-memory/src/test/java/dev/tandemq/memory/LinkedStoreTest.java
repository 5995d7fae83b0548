package dev.tandemq.memory;

import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.ManualStoreFixture;
import dev.tandemq.tck.store.StoreFixture;
import dev.tandemq.tck.time.ManualContext;

/** The jobs of a hub, over a whole link, keep the contract and remember what is over. */
final class LinkedStoreTest extends JobStoreContract {

  @Override
  protected StoreFixture fixture() {
    ManualContext context = new ManualContext(1);
    return new ManualStoreFixture(
        context,
        MemoryHub.capabilities(),
        () -> new MemoryHub(context).connect("link").jobs(),
        true);
  }
}
