package dev.tandemq.redis.jobs;

import dev.tandemq.driver.JobCodec;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.redis.link.Script;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people ask of the store; changes nothing. Safe for concurrent use. */
final class Looks {

  private static final Logger LOG = System.getLogger(Looks.class.getName());
  private static final Script FIND = JobCalls.script("view", "find");
  private static final Script UNIQUE = JobCalls.looking("unique");
  private static final Script LIST = JobCalls.script("view", "list");
  private static final Script STATS = JobCalls.looking("stats");
  private static final Script QUEUES = JobCalls.looking("queues");

  /** What was there when the first page was read, and score and member that a page ended with. */
  private static final Pattern CURSOR =
      Pattern.compile("([0-9]{16})~(-?[0-9]{1,16})~([0-9a-f-]{36,52})");

  private final JobCalls calls;
  private final JobCodec codec;

  Looks(JobCalls calls, JobCodec codec) {
    this.calls = calls;
    this.codec = codec;
  }

  CompletionStage<Optional<JobView>> find(JobId id) {
    return calls.run(
        FIND,
        new Args().add(id.toString()),
        reply -> reply.hasNext() ? Optional.of(Views.next(codec, reply)) : Optional.empty());
  }

  CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
    return calls.run(
        UNIQUE,
        new Args().add(queue).add(uniqueKey),
        reply -> reply.hasNext() ? Optional.of(JobId.parse(reply.text())) : Optional.empty());
  }

  CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    Args args = new Args().add(queue).add(Views.letter(state)).add(page.size());
    if (page.after().isEmpty()) {
      args.add("").add("").add("");
    } else {
      Matcher cursor = CURSOR.matcher(page.after().get());
      if (!cursor.matches()) {
        throw new IllegalArgumentException(
            "after has "
                + page.after().get().length()
                + " characters that are no cursor of this store;"
                + " take Page.next of the page before");
      }
      args.add(cursor.group(1)).add(cursor.group(2)).add(cursor.group(3));
    }
    return calls.run(LIST, args, this::page);
  }

  private Page<JobView> page(Reply reply) {
    Reply listed = reply.list();
    List<JobView> views = new ArrayList<>();
    while (listed.hasNext()) {
      try {
        views.add(Views.next(codec, listed));
      } catch (CorruptJobException e) {
        // The claim that meets it sets it aside; here it would hide all the others.
        LOG.log(Level.WARNING, "left out of a list: {0}", e.getMessage());
      }
    }
    String cursor = reply.text() + "~" + reply.text() + "~" + reply.text();
    return new Page<>(views, cursor.equals("~~") ? Optional.empty() : Optional.of(cursor));
  }

  CompletionStage<List<QueueStats>> stats(List<String> queues) {
    return calls.run(
        STATS,
        new Args().addAll(queues),
        reply -> queues.stream().map(queue -> stats(queue, reply)).toList());
  }

  private static QueueStats stats(String queue, Reply reply) {
    long ready = reply.number();
    long delayed = reply.number();
    long reserved = reply.number();
    long failed = reply.number();
    long pushed = reply.number();
    long completed = reply.number();
    long removed = reply.number();
    long retried = reply.number();
    long retries = reply.number();
    long snoozed = reply.number();
    long rescued = reply.number();
    boolean isPaused = reply.number() == 1;
    long bound = reply.digits();
    Optional<Instant> lastJobAt = moment(reply.number());
    Optional<Instant> createdAt = moment(reply.number());
    return new QueueStats(
        queue, ready, delayed, reserved, failed, pushed, completed, removed, retried, retries,
        snoozed, rescued, isPaused, bound, lastJobAt, createdAt);
  }

  private static Optional<Instant> moment(long micros) {
    return micros == 0 ? Optional.empty() : Optional.of(Reply.at(micros));
  }

  CompletionStage<List<String>> queues() {
    return calls.run(
        QUEUES,
        new Args(),
        reply -> {
          List<String> names = new ArrayList<>();
          while (reply.hasNext()) {
            names.add(reply.text());
          }
          return names.stream().sorted().toList();
        });
  }
}
