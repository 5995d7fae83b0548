package dev.tandemq.kv.jobs;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.JobId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one connection counts and holds in one queue. Each of its transactions writes it anew.
 * Others write it only to take lines away or to mark them; the number of its newest transaction,
 * which they leave as it is, tells whether one whose answer was lost was applied. Not safe for
 * concurrent use.
 */
final class Ledger {

  private static final int VERSION = 1;

  /** Written in this order for ever; new ones go to the end. */
  private static final Count[] COUNTS = Count.values();

  private final Map<JobId, Line> lines = new LinkedHashMap<>();
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private long sequence;
  private long lastJobAt;
  private long writtenAt;

  /** A page without lines that counts nothing. */
  Ledger() {}

  /** The same page again. */
  Ledger copy() {
    Ledger copy = new Ledger();
    copy.lines.putAll(lines);
    copy.counts.putAll(counts);
    copy.sequence = sequence;
    copy.lastJobAt = lastJobAt;
    copy.writtenAt = writtenAt;
    return copy;
  }

  Collection<Line> lines() {
    return lines.values();
  }

  @Nullable Line line(JobId id) {
    return lines.get(id);
  }

  void put(Line line) {
    lines.put(line.id(), line);
  }

  void remove(JobId id) {
    lines.remove(id);
  }

  long count(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  void add(Count count, long number) {
    counts.merge(count, number, Long::sum);
  }

  /** Ready, delayed and reserved, as far as this page knows. */
  long size() {
    return count(Count.READY) + count(Count.DELAYED) + lines.size();
  }

  long sequence() {
    return sequence;
  }

  void sequence(long number) {
    sequence = number;
  }

  /** When a job was put last, by the wall clock in milliseconds; zero for never. */
  long lastJobAt() {
    return lastJobAt;
  }

  void jobAt(long wallMillis) {
    lastJobAt = Math.max(lastJobAt, wallMillis);
  }

  /** When its owner wrote it last, in the cluster's time. */
  long writtenAt() {
    return writtenAt;
  }

  void writtenAt(long time) {
    writtenAt = time;
  }

  /** Takes over what another page counts, that of a connection that is no more. */
  void fold(Ledger other) {
    other.counts.forEach(this::add);
    jobAt(other.lastJobAt);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 160 * lines.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(sequence);
      out.writeLong(lastJobAt);
      out.writeLong(writtenAt);
      out.writeByte(COUNTS.length);
      for (Count count : COUNTS) {
        out.writeLong(count(count));
      }
      out.writeShort(lines.size());
      for (Line line : lines.values()) {
        write(out, line);
      }
    } catch (IOException e) {
      throw new AssertionError("an array is always there", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Line line) throws IOException {
    out.writeLong(line.id().high());
    out.writeLong(line.id().low());
    out.writeLong(line.token());
    Places.write(out, line.from());
    out.writeUTF(line.node());
    out.writeLong(line.until());
    out.writeLong(line.claimedAt());
    out.writeLong(line.leaseUntil());
    out.writeBoolean(line.isCancelled());
  }

  /**
   * Reads a page.
   *
   * @param key where it stands, for the message
   * @throws CorruptJobException when the bytes are none
   */
  static Ledger decode(String key, byte[] bytes) {
    Ledger page = new Ledger();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw new IOException("another version");
      }
      page.sequence = in.readLong();
      page.lastJobAt = in.readLong();
      page.writtenAt = in.readLong();
      int counts = in.readByte();
      for (int i = 0; i < counts; i++) {
        page.counts.put(COUNTS[i], in.readLong());
      }
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        page.put(readLine(in));
      }
    } catch (IOException | RuntimeException e) {
      throw new CorruptJobException("no page of a queue stands under " + key, e);
    }
    return page;
  }

  private static Line readLine(DataInputStream in) throws IOException {
    return new Line(
        new JobId(in.readLong(), in.readLong()),
        in.readLong(),
        Places.read(in),
        in.readUTF(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readBoolean());
  }
}
