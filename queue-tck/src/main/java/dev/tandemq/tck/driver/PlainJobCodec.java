package dev.tandemq.tck.driver;

import dev.tandemq.driver.JobCodec;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.retry.Backoff;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A codec for the tests of a driver: short, strict, and with a form of its own, so that a driver
 * which guesses at the form of the bytes is found out. Safe for concurrent use.
 */
public final class PlainJobCodec implements JobCodec {

  private static final int MAGIC = 0x54514a31;

  /** A codec; one serves all threads. */
  public PlainJobCodec() {}

  @Override
  public byte[] encode(Job job) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeLong(job.id().high());
      out.writeLong(job.id().low());
      out.writeUTF(job.queue());
      out.writeUTF(job.type());
      out.writeInt(job.payloadSize());
      out.write(job.payload());
      out.writeInt(job.priority());
      out.writeInt(job.maxAttempts());
      write(out, job.timeout());
      write(out, job.delay());
      write(out, job.createdAt());
      write(out, job.tags());
      write(out, job.headers());
      out.writeUTF(job.uniqueKey().orElse(""));
      out.writeBoolean(job.backoff().isPresent());
      if (job.backoff().isPresent()) {
        Backoff backoff = job.backoff().get();
        out.writeUTF(backoff.kind().name());
        write(out, backoff.base());
        write(out, backoff.cap());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Duration duration) throws IOException {
    out.writeLong(duration.getSeconds());
    out.writeInt(duration.getNano());
  }

  private static void write(DataOutputStream out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static void write(DataOutputStream out, Map<String, String> labels) throws IOException {
    out.writeInt(labels.size());
    for (Map.Entry<String, String> label : labels.entrySet()) {
      out.writeUTF(label.getKey());
      out.writeUTF(label.getValue());
    }
  }

  @Override
  public Job decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IOException("they begin otherwise");
      }
      Job job = read(in);
      if (in.read() >= 0) {
        throw new IOException("they go on after the end");
      }
      return job;
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new CorruptJobException("these " + bytes.length + " bytes are not a job: " + e, e);
    }
  }

  private static Job read(DataInputStream in) throws IOException {
    Job.Builder job =
        Job.builder()
            .id(new JobId(in.readLong(), in.readLong()))
            .queue(in.readUTF())
            .type(in.readUTF());
    int size = in.readInt();
    if (size < 0 || size > in.available()) {
      throw new IOException("the payload is cut off");
    }
    job.payload(in.readNBytes(size))
        .priority(in.readInt())
        .maxAttempts(in.readInt())
        .timeout(duration(in))
        .delay(duration(in))
        .createdAt(Instant.ofEpochSecond(in.readLong(), in.readInt()));
    labels(in).forEach(job::tag);
    labels(in).forEach(job::header);
    String uniqueKey = in.readUTF();
    if (!uniqueKey.isEmpty()) {
      job.uniqueKey(uniqueKey);
    }
    if (in.readBoolean()) {
      job.backoff(new Backoff(Backoff.Kind.valueOf(in.readUTF()), duration(in), duration(in)));
    }
    return job.build();
  }

  private static Duration duration(DataInputStream in) throws IOException {
    return Duration.ofSeconds(in.readLong(), in.readInt());
  }

  private static Map<String, String> labels(DataInputStream in) throws IOException {
    Map<String, String> labels = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = in.readUTF();
      labels.put(key, in.readUTF());
    }
    return labels;
  }
}
