package dev.tandemq.kv.jobs;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The bytes of jobs: small ones in the record, large ones in parts beside it. */
final class Bodies {

  private static final int MOST_INLINE = 4096;
  private static final int PART_MARGIN = 4096;
  private static final byte[] NONE = {};

  private final Connection connection;

  Bodies(Connection connection) {
    this.connection = connection;
  }

  /** Writes the parts of a job, if it needs any, and tells where its bytes are. */
  CompletionStage<Stored.Body> write(Job job) {
    byte[] bytes = connection.codec().encode(job);
    if (bytes.length <= MOST_INLINE) {
      return CompletableFuture.completedFuture(new Stored.Body(bytes, "", 0));
    }
    int size = connection.kv().limits().maxValueBytes() - PART_MARGIN;
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += size) {
      parts.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
    }
    String nonce = Long.toHexString(connection.context().random().nextLong());
    Stored.Body body = new Stored.Body(NONE, nonce, parts.size());
    List<String> keys = body.keys(connection.layout(), job.id());
    List<CompletionStage<Commit>> written = new ArrayList<>();
    return connection
        .folder(connection.layout().partFolder(job.id()))
        .thenCompose(
            made -> {
              for (int i = 0; i < parts.size(); i++) {
                written.add(
                    connection.kv().commit(List.of(new Op.Create(keys.get(i), parts.get(i)))));
              }
              return Stages.all(written);
            })
        .thenApply(done -> body);
  }

  /** Deletes the parts of a job that was not added after all; nobody waits for it. */
  void drop(JobId id, Stored.Body body) {
    if (body.parts() > 0) {
      List<Op> ops = new ArrayList<>();
      body.keys(connection.layout(), id).forEach(key -> ops.add(new Op.Delete(key)));
      var unused = connection.kv().commit(ops).exceptionally(error -> null);
    }
  }

  /** Jobs with their bytes, by their ids; what is in parts is read. */
  CompletionStage<Map<JobId, Job>> read(Map<JobId, Stored.Live> stored) {
    List<String> parts = new ArrayList<>();
    stored.forEach((id, live) -> parts.addAll(live.body().keys(connection.layout(), id)));
    CompletionStage<Map<String, Val>> values =
        parts.isEmpty()
            ? CompletableFuture.completedFuture(Map.of())
            : connection.kv().getAll(parts);
    return values.thenApply(
        found -> {
          Map<JobId, Job> jobs = new HashMap<>();
          stored.forEach((id, live) -> jobs.put(id, decode(id, live.body(), found)));
          return jobs;
        });
  }

  private Job decode(JobId id, Stored.Body body, Map<String, Val> found) {
    if (body.parts() == 0) {
      return connection.codec().decode(body.inline());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String key : body.keys(connection.layout(), id)) {
      Val part = found.get(key);
      if (part == null) {
        throw new CorruptJobException("a part of the job " + id + " is not there", null);
      }
      bytes.writeBytes(part.bytes());
    }
    return connection.codec().decode(bytes.toByteArray());
  }
}
