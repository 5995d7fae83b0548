package dev.tandemq.redis.link;

import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.SingleServerConfig;

/** Makes the client library's client, with few threads and nothing that repeats by itself. */
final class Clients {

  private static final int THREADS = 4;
  private static final int IDLE = 2;

  /** A cut that the network does not tell of is found after two of these. */
  private static final int PING_MILLIS = 5_000;

  private static final int DNS_MILLIS = 30_000;
  private static final int LISTENERS_PER_CONNECTION = 1_000;

  private Clients() {}

  /** Connects. Throws what the library throws. */
  static RedissonClient connect(RedisSettings settings) {
    Config config = new Config();
    config.setThreads(THREADS).setNettyThreads(THREADS).setTcpKeepAlive(true);
    config.setNettyHook(new BrokenConnections());
    settings.login().ifPresent(login -> login(config, login));
    SingleServerConfig server = config.useSingleServer();
    int millis = Math.toIntExact(settings.callTimeout().toMillis());
    server
        .setAddress(settings.address())
        .setDatabase(settings.database())
        .setClientName("tandem:" + settings.namespace())
        .setConnectionMinimumIdleSize(Math.min(IDLE, settings.connections()))
        .setConnectionPoolSize(settings.connections())
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionPoolSize(4)
        .setSubscriptionsPerConnection(LISTENERS_PER_CONNECTION)
        .setSubscriptionTimeout(millis)
        .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
        .setTimeout(millis)
        // A script that was sent is never sent again: its answer may have been lost on the way.
        .setRetryAttempts(0)
        .setPingConnectionInterval(PING_MILLIS)
        .setDnsMonitoringInterval(DNS_MILLIS);
    return Redisson.create(config);
  }

  private static void login(Config config, RedisSettings.Login login) {
    config.setPassword(login.password());
    login.user().ifPresent(config::setUsername);
  }
}
