package dev.tandemq.job;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
 * <p><b>Change.</b> New fields may be added and old ones dropped at any time: what a payload lacks
 * is null, zero or empty, what it has too much is skipped. For everything else there are versions:
 * each {@link #next} says how a payload of the version before becomes one of the new. Programs that
 * read are updated before those that push: a version newer than the program knows is not guessed
 * at.
 *
 * <pre>{@code
 * // Version 1 had "address"; since version 2 it is "to".
 * static final JobType<Email> EMAIL =
 *     JobType.of("email", Email.class)
 *         .next(old -> { old.put("to", old.remove("address")); return old; });
 * }</pre>
 *
 * @param <T> what the payload is read as
 */
public final class JobType<T> {

  /** Largest version. */
  public static final int MAX_VERSION = 1_000_000;

  private final String name;
  private final Class<? super T> payloadClass;
  private final @Nullable Class<?> elementClass;
  private final int version;
  private final Map<Integer, UnaryOperator<Map<String, @Nullable Object>>> upcasters;

  private JobType(
      String name,
      Class<? super T> payloadClass,
      @Nullable Class<?> elementClass,
      int version,
      Map<Integer, UnaryOperator<Map<String, @Nullable Object>>> upcasters) {
    this.name = name;
    this.payloadClass = payloadClass;
    this.elementClass = elementClass;
    this.version = version;
    this.upcasters = upcasters;
  }

  /**
   * The first version of a type.
   *
   * @param name a name as of {@link Names}; not {@value Job#RAW}, which is for bare bytes
   * @param payloadClass usually a record; lists have {@link #listOf}, other generic types stand as
   *     a field of a record
   * @throws IllegalArgumentException when the name is none, or the class has no values
   */
  public static <T> JobType<T> of(String name, Class<T> payloadClass) {
    return of(name, payloadClass, 1);
  }

  /**
   * A type whose payloads are all of that version or newer: for one whose older jobs are surely
   * gone, so that their upcasters need not be kept. Older payloads are unreadable.
   *
   * @param name a name as of {@link Names}; not {@value Job#RAW}, which is for bare bytes
   * @param payloadClass usually a record
   * @param oldest the oldest version that is read, 1 to {@value #MAX_VERSION}
   * @throws IllegalArgumentException when one of them is out of its range
   */
  public static <T> JobType<T> of(String name, Class<T> payloadClass, int oldest) {
    if (oldest < 1 || oldest > MAX_VERSION) {
      throw new IllegalArgumentException(
          "oldest is " + oldest + "; it ranges from 1 to " + MAX_VERSION);
    }
    return new JobType<>(
        checkName(name),
        checkClass("payloadClass", payloadClass),
        null,
        oldest,
        Collections.emptyMap());
  }

  /**
   * A type whose payloads are lists. It has one version: upcasters are for objects.
   *
   * @param name a name as of {@link Names}; not {@value Job#RAW}, which is for bare bytes
   * @param elementClass what each element is read as
   * @throws IllegalArgumentException when the name is none, or the class has no values
   */
  public static <E> JobType<List<E>> listOf(String name, Class<E> elementClass) {
    return new JobType<>(
        checkName(name),
        List.class,
        checkClass("elementClass", elementClass),
        1,
        Collections.emptyMap());
  }

  private static String checkName(String name) {
    if (Job.RAW.equals(name)) {
      throw new IllegalArgumentException(
          "type is \"" + Job.RAW + "\", which means bare bytes; take another name");
    }
    return Names.check("type", name);
  }

  private static <C> Class<C> checkClass(String field, Class<C> value) {
    Objects.requireNonNull(value, field);
    if (value == void.class || value == Void.class) {
      throw new IllegalArgumentException(
          field + " is " + value.getName() + ", which has no values; push a job of bytes instead");
    }
    return value;
  }

  /**
   * The next version of the type: payloads of this version are read as the class after the upcaster
   * has turned them into the new form. Payloads that were pushed before the change can so be read
   * after it.
   *
   * @param upcaster from the fields of this version, as JSON values (text, {@code Integer}, {@code
   *     Long}, {@code BigInteger}, {@code BigDecimal}, {@code Boolean}, lists, maps, null), to
   *     those of the next; may change and return its argument, which is its own. Called by several
   *     threads at the same time. What it throws, and null, make the payload unreadable
   * @throws IllegalArgumentException at {@link #MAX_VERSION}, and for a type of lists
   */
  public JobType<T> next(UnaryOperator<Map<String, @Nullable Object>> upcaster) {
    Objects.requireNonNull(upcaster, "upcaster");
    if (elementClass != null) {
      throw new IllegalArgumentException(
          "type " + name + " is of lists, and upcasters are for objects; take another name");
    }
    if (version == MAX_VERSION) {
      throw new IllegalArgumentException("version is at its limit, " + MAX_VERSION);
    }
    Map<Integer, UnaryOperator<Map<String, @Nullable Object>>> more = new TreeMap<>(upcasters);
    more.put(version, upcaster);
    return new JobType<>(
        name, payloadClass, elementClass, version + 1, Collections.unmodifiableMap(more));
  }

  /** The name that travels with the job. */
  public String name() {
    return name;
  }

  /** What the payload is read as; {@code List} for a type of lists. */
  public Class<? super T> payloadClass() {
    return payloadClass;
  }

  /** What each element is read as, for a type of lists; empty for all others. */
  public Optional<Class<?>> elementClass() {
    return Optional.ofNullable(elementClass);
  }

  /** Version of the payload's form, from 1; written with every payload. */
  public int version() {
    return version;
  }

  /** The oldest version that is read: from it on every one has an upcaster but the present. */
  public int oldestVersion() {
    return version - upcasters.size();
  }

  /** How a payload of that version becomes one of the next; empty for the present version. */
  public Optional<UnaryOperator<Map<String, @Nullable Object>>> upcaster(int from) {
    return Optional.ofNullable(upcasters.get(from));
  }

  /** Name, version and class, for people. */
  @Override
  public String toString() {
    String element = elementClass == null ? "" : "<" + elementClass.getName() + ">";
    return "JobType[" + name + " v" + version + ", " + payloadClass.getName() + element + "]";
  }
}
