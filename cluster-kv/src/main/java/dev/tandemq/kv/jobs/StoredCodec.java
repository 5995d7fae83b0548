package dev.tandemq.kv.jobs;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records of jobs as bytes, with a version in front. */
final class StoredCodec {

  private static final int LIVE = 1;
  private static final int GONE = 2;
  private static final int LONGEST = 16 << 20;

  private StoredCodec() {}

  static byte[] encode(Stored stored) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (stored instanceof Stored.Live live) {
        out.writeByte(LIVE);
        write(out, live);
      } else if (stored instanceof Stored.Gone gone) {
        out.writeByte(GONE);
        out.writeUTF(gone.queue());
        out.writeLong(gone.endedAt());
        write(out, gone.settled());
      }
    } catch (IOException e) {
      throw new AssertionError("an array is always there", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a record.
   *
   * @param key where it stands, for the message
   * @throws CorruptJobException when the bytes are none
   */
  static Stored decode(String key, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return switch (in.readByte()) {
        case LIVE -> readLive(in);
        case GONE -> new Stored.Gone(in.readUTF(), in.readLong(), readSettled(in));
        default -> throw new IOException("another version");
      };
    } catch (IOException | RuntimeException e) {
      throw new CorruptJobException("no record of a job stands under " + key, e);
    }
  }

  private static void write(DataOutputStream out, Stored.Live live) throws IOException {
    out.writeUTF(live.queue());
    out.writeShort(live.priority());
    out.writeInt(live.maxAttempts());
    out.writeBoolean(live.uniqueKey().isPresent());
    if (live.uniqueKey().isPresent()) {
      writeText(out, live.uniqueKey().get());
    }
    Places.write(out, live.place());
    out.writeInt(live.attempts());
    out.writeInt(live.snoozes());
    out.writeLong(live.token());
    out.writeLong(live.readySince());
    out.writeLong(live.availableAt());
    write(out, live.settled());
    out.writeByte(live.history().size());
    for (Attempt attempt : live.history()) {
      out.writeInt(attempt.number());
      write(out, attempt.endedAt());
      out.writeUTF(attempt.node());
      out.writeUTF(attempt.end());
      writeText(out, attempt.failure().error());
    }
    out.writeUTF(live.body().nonce());
    out.writeShort(live.body().parts());
    writeBytes(out, live.body().inline());
  }

  private static void write(DataOutputStream out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Stored.Live readLive(DataInputStream in) throws IOException {
    String queue = in.readUTF();
    int priority = in.readShort();
    int maxAttempts = in.readInt();
    Optional<String> key = in.readBoolean() ? Optional.of(readText(in)) : Optional.empty();
    Place place = Places.read(in);
    int attempts = in.readInt();
    int snoozes = in.readInt();
    long token = in.readLong();
    long readySince = in.readLong();
    long availableAt = in.readLong();
    Stored.Settled settled = readSettled(in);
    List<Attempt> history = new ArrayList<>();
    for (int i = in.readByte(); i > 0; i--) {
      history.add(
          new Attempt(
              in.readInt(),
              Instant.ofEpochSecond(in.readLong(), in.readInt()),
              in.readUTF(),
              in.readUTF(),
              new Failure(readText(in))));
    }
    String nonce = in.readUTF();
    int parts = in.readUnsignedShort();
    Stored.Body body = new Stored.Body(readBytes(in), nonce, parts);
    return new Stored.Live(
        queue,
        body,
        priority,
        maxAttempts,
        key,
        place,
        attempts,
        snoozes,
        token,
        readySince,
        availableAt,
        settled,
        history);
  }

  private static void write(DataOutputStream out, Stored.@Nullable Settled settled)
      throws IOException {
    out.writeBoolean(settled != null);
    if (settled != null) {
      out.writeLong(settled.token());
      out.writeUTF(settled.arrow().name());
      out.writeUTF(settled.result().name());
    }
  }

  private static Stored.@Nullable Settled readSettled(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? new Stored.Settled(
            in.readLong(), Settle.Arrow.valueOf(in.readUTF()), SettleResult.valueOf(in.readUTF()))
        : null;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("no length: " + length);
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("cut off");
    }
    return bytes;
  }
}
