package dev.tandemq.redis.link;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.error.QueueUnavailableException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNodeNotFoundException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisReconnectedException;
import org.redisson.client.RedisResponseTimeoutException;
import org.redisson.client.RedisTimeoutException;

/**
 * What the troubles of the client library mean. What was certainly not sent, or was refused before
 * anything was written, is safe to repeat; everything that is not known to be so is an outcome that
 * is unknown.
 *
 * <p>The library's exceptions are not handed on, not even as causes: their texts quote arguments,
 * and with them payloads.
 */
final class Failures {

  private static final List<String> REFUSALS =
      List.of("NOAUTH", "WRONGPASS", "NOPERM", "ERR invalid password", "ERR AUTH");

  /** Answers of a server that does not do the work of a master now; nothing was changed. */
  private static final List<String> NOT_NOW =
      List.of(
          "READONLY",
          "LOADING",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "BUSY",
          "NOREPLICAS",
          "MISCONF",
          "NOSCRIPT",
          "MOVED",
          "ASK",
          "ERR max number of clients");

  private Failures() {}

  /**
   * The failure as the ports know it.
   *
   * @param what was tried, and where; begins the message
   * @param namespace whose keys the call touches
   */
  static QueueException of(String what, String namespace, Throwable thrown) {
    Throwable failure = unwrap(thrown);
    if (failure instanceof QueueException known) {
      return known;
    }
    if (failure instanceof RedisOutOfMemoryException) {
      return full(what);
    }
    String said = said(failure);
    if (wasNotSent(failure)) {
      return new QueueUnavailableException(
          what + ": the server was not reached (" + reason(failure) + "); nothing was changed",
          null);
    }
    if (failure instanceof RedisResponseTimeoutException) {
      return unknown(what, "no answer in time");
    }
    if (failure instanceof AnswerLostException) {
      return unknown(what, said);
    }
    if (failure instanceof RedisException && !isOfTheLibrary(failure)) {
      return answered(what, namespace, said);
    }
    return unknown(what, failure.getClass().getSimpleName() + ": " + said);
  }

  /** The failure of the first connection, in one sentence that says what to do. */
  static QueueException ofConnecting(RedisSettings settings, Throwable thrown) {
    Throwable failure = unwrap(thrown);
    String said = said(failure);
    if (said.startsWith("ERR DB index") || said.startsWith("ERR invalid DB index")) {
      return new QueueForbiddenException(
          settings
              + ": the server has no database "
              + settings.database()
              + " (see databases in its configuration; a Redis Cluster has 0 alone)",
          null);
    }
    if (said.startsWith("NOAUTH")) {
      return new QueueForbiddenException(
          settings
              + ": the server asks for a password; write redis://user:password@host:port/0, or"
              + " redis://:password@host:port/0 for the default user",
          null);
    }
    if (said.startsWith("WRONGPASS") || said.startsWith("ERR AUTH")) {
      return new QueueForbiddenException(
          settings + ": the server does not accept the user and password of the URL", null);
    }
    QueueException known = of(settings + ": connecting", settings.namespace(), failure);
    if (known instanceof QueueForbiddenException) {
      return new QueueForbiddenException(known.getMessage() + Rights.needed(settings), null);
    }
    return new QueueUnavailableException(
        settings
            + ": no server answered within "
            + settings.connectTimeout().toMillis()
            + " ms ("
            + reason(failure)
            + "); see whether it runs, and whether this machine reaches its port",
        null);
  }

  private static QueueException answered(String what, String namespace, String said) {
    if (said.startsWith("OOM")) {
      return full(what);
    }
    if (startsWithOneOf(said, REFUSALS) || isAboutRights(said)) {
      return new QueueForbiddenException(what + ": the server refuses: " + said, null);
    }
    if (startsWithOneOf(said, NOT_NOW)) {
      return new QueueUnavailableException(
          what + ": the server cannot do it now: " + said + "; nothing was changed", null);
    }
    if (said.startsWith("WRONGTYPE")) {
      return new CorruptJobException(
          what
              + ": a key that begins with {"
              + namespace
              + "}: was not written by Tandem: "
              + said
              + "; give Tandem a namespace of its own, or remove the key",
          null);
    }
    return unknown(what, "the server said: " + said);
  }

  private static QueueFullException full(String what) {
    return new QueueFullException(
        what
            + ": the memory of the server is full (maxmemory); nothing was stored; take jobs out,"
            + " or give it more memory",
        null);
  }

  private static OutcomeUnknownException unknown(String what, String why) {
    return new OutcomeUnknownException(
        what + ": " + why + "; it may or may not have been applied", List.of(), null);
  }

  /** Whether the library says that nothing left this process, or not all of it. */
  private static boolean wasNotSent(Throwable failure) {
    if (failure instanceof RedisConnectionException
        || failure instanceof RedisNodeNotFoundException) {
      return true;
    }
    if (failure instanceof RedisTimeoutException) {
      return !(failure instanceof RedisResponseTimeoutException);
    }
    // So the library wraps what kept it from a connection.
    return failure instanceof RedisException && hasNoServerBehind(failure);
  }

  private static boolean hasNoServerBehind(Throwable failure) {
    return failure.getCause() != null
        && said(failure).startsWith("Unexpected exception while processing command");
  }

  private static boolean isOfTheLibrary(Throwable failure) {
    return failure instanceof RedissonShutdownException
        || failure instanceof RedisReconnectedException;
  }

  private static boolean startsWithOneOf(String said, List<String> words) {
    return words.stream().anyMatch(said::startsWith);
  }

  /** Inside a script Redis 7.0 words it differently. */
  private static boolean isAboutRights(String said) {
    String text = said.toLowerCase(Locale.ROOT);
    return text.contains("acl failure")
        || text.contains("the user executing the script can't")
        || text.contains("noperm")
        || text.contains("no permission");
  }

  /** What the library says in the end, beneath its wrappers. */
  static Throwable unwrap(Throwable thrown) {
    Throwable found = thrown;
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof RedisException || each instanceof QueueException) {
        found = each;
      }
    }
    return found;
  }

  /** Without the arguments that the library appends. */
  static String said(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    for (String end :
        List.of(". channel: ", " channel: ", " script: ", ", Node source", " command: ")) {
      int at = text.indexOf(end);
      if (at >= 0) {
        text = text.substring(0, at);
      }
    }
    return text.length() > 300 ? text.substring(0, 300) : text;
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      // Either may have causes of its own, which say less.
      if (each instanceof UnknownHostException) {
        return "the host is not known";
      }
      if (each instanceof SSLException) {
        return "TLS was not agreed upon";
      }
      root = each;
    }
    if (root instanceof ConnectException) {
      return said(root).contains("refused") ? "connection refused" : "cannot connect";
    }
    if (root instanceof RedisTimeoutException) {
      return said(root).startsWith("Unable to acquire") ? "no connection free in time" : "timeout";
    }
    if (root instanceof TimeoutException) {
      return "timeout";
    }
    return root instanceof RedisConnectionException
        ? "connection lost"
        : root.getClass().getSimpleName();
  }
}
