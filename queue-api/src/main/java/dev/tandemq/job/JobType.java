package dev.tandemq.job;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A kind of typed job: a stable name, which travels with the job, and the class that its payload is
 * read as, which does not. The name must outlive renames of the class. Immutable; safe for
 * concurrent use.
 *
 * <pre>{@code
 * record Email(String to, String subject) {}
 *
 * static final JobType<Email> EMAIL = JobType.of("email", Email.class);
 * }</pre>
 *
 * @param <T> what the payload is read as
 */
public final class JobType<T> {

  /** Largest version. */
  public static final int MAX_VERSION = 1_000_000;

  private final String name;
  private final Class<T> payloadClass;
  private final int version;
  private final Map<Integer, UnaryOperator<Map<String, Object>>> upcasters;

  private JobType(
      String name,
      Class<T> payloadClass,
      int version,
      Map<Integer, UnaryOperator<Map<String, Object>>> upcasters) {
    this.name = Names.check("type", name);
    this.payloadClass = Objects.requireNonNull(payloadClass, "payloadClass");
    this.version = version;
    this.upcasters = upcasters;
  }

  /**
   * The first version of a type.
   *
   * @param name a name as of {@link Names}; not {@value Job#RAW}, which is for bare bytes
   * @param payloadClass usually a record
   */
  public static <T> JobType<T> of(String name, Class<T> payloadClass) {
    if (Job.RAW.equals(name)) {
      throw new IllegalArgumentException(
          "type is \"" + Job.RAW + "\", which means bare bytes; take another name");
    }
    return new JobType<>(name, payloadClass, 1, Map.of());
  }

  /**
   * The next version of the type: payloads of this version are read as the class after the upcaster
   * has turned them into the new form. Payloads that were pushed before the change can so be read
   * after it.
   *
   * @param upcaster from the fields of this version, as JSON values (text, numbers, booleans,
   *     lists, maps, null), to those of the next; may change and return its argument
   */
  public JobType<T> next(UnaryOperator<Map<String, Object>> upcaster) {
    Objects.requireNonNull(upcaster, "upcaster");
    if (version == MAX_VERSION) {
      throw new IllegalArgumentException("version is at its limit, " + MAX_VERSION);
    }
    Map<Integer, UnaryOperator<Map<String, Object>>> more = new TreeMap<>(upcasters);
    more.put(version, upcaster);
    return new JobType<>(name, payloadClass, version + 1, Collections.unmodifiableMap(more));
  }

  /** The name that travels with the job. */
  public String name() {
    return name;
  }

  /** What the payload is read as. */
  public Class<T> payloadClass() {
    return payloadClass;
  }

  /** Version of the payload's form, from 1; written with every payload. */
  public int version() {
    return version;
  }

  /** How a payload of that version becomes one of the next; empty for the present version. */
  public Optional<UnaryOperator<Map<String, Object>>> upcaster(int from) {
    return Optional.ofNullable(upcasters.get(from));
  }

  @Override
  public String toString() {
    return "JobType[" + name + " v" + version + ", " + payloadClass.getName() + "]";
  }
}
