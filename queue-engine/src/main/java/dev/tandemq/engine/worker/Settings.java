package dev.tandemq.engine.worker;

import dev.tandemq.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What a worker was built with; checked by its builder. */
record Settings(
    List<String> queues,
    String node,
    int slots,
    Duration heartbeat,
    Duration lease,
    Duration poll,
    Duration grace,
    RetryPolicy retry,
    Consumer<AttemptReport> observer) {}
