package dev.tandemq.engine.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import java.io.IOException;

/** Payloads as JSON. */
public final class JacksonPayloadCodec implements PayloadCodec {

  private final ObjectMapper mapper = new ObjectMapper();

  /** A codec with Jackson's defaults. */
  public JacksonPayloadCodec() {}

  @Override
  public <T> byte[] write(JobType<T> type, T payload) {
    try {
      return mapper.writeValueAsBytes(payload);
    } catch (IOException e) {
      throw new IllegalArgumentException("payload of type " + type.name() + ": " + e, e);
    }
  }

  @Override
  public <T> T read(JobType<T> type, Job job) {
    try {
      return mapper.readValue(job.payload(), type.payloadClass());
    } catch (IOException e) {
      throw new CorruptJobException("payload of " + job + " cannot be read", e);
    }
  }
}
