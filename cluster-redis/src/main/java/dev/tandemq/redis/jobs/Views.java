package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.driver.JobCodec;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads jobs as the scripts show them. */
final class Views {

  private Views() {}

  /**
   * The job in these bytes.
   *
   * @throws CorruptJobException when they are none, or another one
   */
  static Job job(JobCodec codec, String id, byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      throw new CorruptJobException("the bytes of job " + id + " are missing", null);
    }
    Job job = codec.decode(body);
    if (!job.id().toString().equals(id)) {
      throw new CorruptJobException("under the id " + id + " is another job, " + job.id(), null);
    }
    return job;
  }

  /**
   * The next job of {@code view.lua}. All its values are read, whatever is wrong with them.
   *
   * @throws CorruptJobException when its bytes or its record cannot be read
   */
  static JobView next(JobCodec codec, Reply reply) {
    String id = reply.text();
    byte[] body = reply.bytesOrNull();
    String state = reply.text();
    if (state.isEmpty()) {
      for (int i = 0; i < 8; i++) {
        reply.bytes();
      }
      throw new CorruptJobException("the record of job " + id + " cannot be read", null);
    }
    int attempts = reply.count();
    long token = reply.number();
    Instant availableAt = reply.instant();
    Instant reservedAt = reply.instant();
    Instant leaseUntil = reply.instant();
    String node = reply.text();
    boolean isCancelled = reply.number() == 1;
    List<Attempt> history = history(reply.bytes());
    boolean isReserved = state.equals("L");
    return new JobView(
        job(codec, id, body),
        state(state),
        attempts,
        token,
        availableAt,
        isReserved ? reservedAt : null,
        isReserved ? leaseUntil : null,
        isReserved ? node : null,
        isReserved && isCancelled,
        history);
  }

  private static JobState state(String letter) {
    return switch (letter) {
      case "D" -> JobState.DELAYED;
      case "R" -> JobState.READY;
      case "L" -> JobState.RESERVED;
      default -> JobState.FAILED;
    };
  }

  static String letter(JobState state) {
    return switch (state) {
      case DELAYED -> "D";
      case READY -> "R";
      case RESERVED -> "L";
      case FAILED -> "X";
    };
  }

  /**
   * Reads attempts: each a line of number, time, node, verb and length, then that many bytes of
   * error. What cannot be read ends the list: the history is for people.
   */
  private static List<Attempt> history(byte[] bytes) {
    List<Attempt> attempts = new ArrayList<>();
    int at = 0;
    try {
      while (at < bytes.length) {
        int end = lineEnd(bytes, at);
        String[] words = new String(bytes, at, end - at, UTF_8).split(" ", -1);
        int length = Integer.parseInt(words[4]);
        String error = new String(bytes, end + 1, length, UTF_8);
        attempts.add(
            new Attempt(
                Integer.parseInt(words[0]),
                Reply.at(Long.parseLong(words[1])),
                words[2],
                words[3],
                new Failure(error)));
        at = end + 1 + length;
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return attempts;
    }
    return attempts;
  }

  private static int lineEnd(byte[] bytes, int from) {
    int end = from;
    while (bytes[end] != '\n') {
      end++;
    }
    return end;
  }
}
