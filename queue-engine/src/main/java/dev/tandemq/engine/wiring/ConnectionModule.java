package dev.tandemq.engine.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.JobCodec;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.codec.JacksonPayloadCodec;
import dev.tandemq.engine.codec.PayloadCodec;
import dev.tandemq.engine.event.EventBus;
import dev.tandemq.engine.queue.Pusher;
import dev.tandemq.engine.upkeep.Upkeep;
import dev.tandemq.store.JobStore;

/** What one connection is made of. Whoever uses Guice may install it and override parts of it. */
public final class ConnectionModule extends AbstractModule {

  private final QueueUrl url;
  private final QueueDriver driver;
  private final ProcessContext context;
  private final Capabilities capabilities;

  /** The parts of a connection to a store by a driver. */
  public ConnectionModule(QueueUrl url, QueueDriver driver, ProcessContext context) {
    this.url = url;
    this.driver = driver;
    this.context = context;
    this.capabilities = driver.capabilities();
  }

  @Override
  protected void configure() {
    bind(ProcessContext.class).toInstance(context);
    bind(Capabilities.class).toInstance(capabilities);
    // Providers as objects, not as annotated methods: for those Guice makes classes at run time,
    // which newer Java versions warn of.
    Provider<JobCodec> codec = getProvider(JobCodec.class);
    Provider<JobStore> store = getProvider(JobStore.class);
    bind(JobCodec.class).toProvider(JacksonJobCodec::new).in(Singleton.class);
    bind(PayloadCodec.class).toProvider(JacksonPayloadCodec::new).in(Singleton.class);
    bind(EventBus.class).toProvider(() -> new EventBus(context)).in(Singleton.class);
    bind(JobStore.class)
        .toProvider(() -> driver.open(url, new DriverContext(context, codec.get())))
        .in(Singleton.class);
    bind(Pusher.class)
        .toProvider(() -> new Pusher(context, store.get(), capabilities))
        .in(Singleton.class);
    bind(Upkeep.class).toProvider(() -> new Upkeep(context, store.get())).in(Singleton.class);
  }
}
