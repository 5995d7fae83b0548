package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import java.time.Duration;

/** What all slots of a worker share. */
record Crew(
    ProcessContext context,
    Steps steps,
    Feed feed,
    Idle idle,
    Gate gate,
    Invoker invoker,
    Outcomes outcomes,
    Deadlines deadlines,
    Heartbeat heartbeat,
    Reporter reporter,
    WorkerEvents events,
    Duration lease) {}
