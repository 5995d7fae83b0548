package com.example.directory;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The attempts of one job that did not complete it. Written before the job is renamed, for only one
 * of the two can be the moment that counts; so each attempt carries the token of its claim, and one
 * whose claim is still held has not happened: its writer died before the rename.
 */
record History(List<Ended> attempts) {

  static final History NONE = new History(List.of());

  /**
   * One attempt.
   *
   * @param token of the claim that it was
   */
  record Ended(long token, Attempt attempt) {}

  /** What has happened to the job. */
  List<Attempt> of(Entry entry) {
    return attempts.stream()
        .filter(ended -> !entry.isHeldUnder(ended.token))
        .map(Ended::attempt)
        .toList();
  }

  /** The history with one attempt more, the latest 20 of them. */
  History plus(Ended ended) {
    List<Ended> all = new ArrayList<>(attempts);
    all.removeIf(known -> known.token == ended.token);
    all.add(ended);
    return new History(
        List.copyOf(all.subList(Math.max(0, all.size() - Attempt.MAX_KEPT), all.size())));
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(attempts.size());
    for (Ended ended : attempts) {
      Attempt attempt = ended.attempt;
      out.writeLong(ended.token);
      out.writeInt(attempt.number());
      out.writeLong(attempt.endedAt().getEpochSecond());
      out.writeInt(attempt.endedAt().getNano());
      out.writeUTF(attempt.node());
      out.writeUTF(attempt.end());
      out.writeUTF(attempt.failure().error());
    }
    return bytes.toByteArray();
  }

  static History decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    List<Ended> attempts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      long token = in.readLong();
      int number = in.readInt();
      Instant endedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
      attempts.add(
          new Ended(
              token,
              new Attempt(number, endedAt, in.readUTF(), in.readUTF(), new Failure(in.readUTF()))));
    }
    return new History(List.copyOf(attempts));
  }
}
