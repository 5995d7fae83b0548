package dev.tandemq.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import java.time.Instant;

/** A payload codec and jobs around payloads. */
final class Payloads {

  static final String ID = "0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071";

  final PayloadCodec codec = new JacksonPayloadCodec();

  static Job job(JobType<?> type, byte[] payload) {
    return Job.builder()
        .id(JobId.parse(ID))
        .queue("mail")
        .createdAt(Instant.parse("2026-01-01T00:00:00Z"))
        .type(type.name())
        .payload(payload)
        .build();
  }

  <T> T read(JobType<T> type, byte[] payload) {
    return codec.read(type, job(type, payload));
  }

  <T> T read(JobType<T> type, String payload) {
    return read(type, payload.getBytes(UTF_8));
  }

  <T> String write(JobType<T> type, T payload) {
    return new String(codec.write(type, payload), UTF_8);
  }

  /** What a worker elsewhere gets: written by one codec, read by another. */
  static <T> T sent(JobType<T> type, T payload) {
    return new JacksonPayloadCodec()
        .read(type, job(type, new JacksonPayloadCodec().write(type, payload)));
  }
}
