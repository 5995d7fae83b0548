package dev.tandemq.redis.jobs;

import dev.tandemq.redis.RedisDriver;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.store.JobStore;
import java.util.List;

/** What the server counted in the namespace of a link. */
record SpeedStats(RedisLink link) {

  long completed() {
    try (JobStore store = new RedisJobStore(link, RedisDriver.CAPABILITIES)) {
      return RedisStores.await(store.stats(List.of(StoreTalk.QUEUE))).get(0).completed();
    }
  }
}
