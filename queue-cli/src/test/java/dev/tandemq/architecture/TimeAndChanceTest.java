package dev.tandemq.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.tandemq.architecture.Parts.CORE;
import static dev.tandemq.architecture.Parts.RUNTIME;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.lang.reflect.Constructor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;

/**
 * Time, threads and chance come from the context that is handed in. A class that takes them from
 * the JDK itself is out of a simulator's sight and cannot be tested on a clock set by hand. Method
 * references count as calls.
 */
@Tag("once")
@AnalyzeClasses(packages = Parts.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
final class TimeAndChanceTest {
  private static final String REASON = "it comes from the context; the real one is in " + RUNTIME;

  @ArchTest
  static final ArchRule nobodyReadsTheRealClock =
      core()
          .should()
          .accessTargetWhere(calls(System.class, "currentTimeMillis", "nanoTime"))
          .orShould()
          .accessTargetWhere(callsWithoutArguments(Instant.class, "now"))
          .orShould()
          .accessTargetWhere(callsWithoutArguments(LocalDate.class, "now"))
          .orShould()
          .accessTargetWhere(callsWithoutArguments(LocalTime.class, "now"))
          .orShould()
          .accessTargetWhere(callsWithoutArguments(LocalDateTime.class, "now"))
          .orShould()
          .accessTargetWhere(callsWithoutArguments(OffsetDateTime.class, "now"))
          .orShould()
          .accessTargetWhere(callsWithoutArguments(ZonedDateTime.class, "now"))
          .orShould()
          .accessTargetWhere(callsWithoutArguments(Date.class, Constructors.NAME))
          .orShould()
          .accessTargetWhere(calls(Clock.class, "systemUTC", "systemDefaultZone", "system"))
          .orShould()
          .accessTargetWhere(calls(InstantSource.class, "system"))
          .because(REASON);

  @ArchTest
  static final ArchRule nobodySleeps =
      core()
          .should()
          .accessTargetWhere(calls(Thread.class, "sleep"))
          .orShould()
          .accessTargetWhere(calls(TimeUnit.class, "sleep"))
          .because("waiting must be wakeable, and driven by the context's time");

  @ArchTest
  static final ArchRule nobodyStartsThreads =
      core()
          .should()
          .accessTargetWhere(calls(Thread.class, Constructors.NAME, "start"))
          .orShould()
          .accessTargetWhere(calls(Timer.class, Constructors.NAME))
          .orShould()
          .accessTargetWhere(calls(ThreadPoolExecutor.class, Constructors.NAME))
          .orShould()
          .accessTargetWhere(calls(ForkJoinPool.class, Constructors.NAME, "commonPool"))
          .orShould()
          .accessTargetWhere(inClass(Executors.class))
          .because(REASON);

  @ArchTest
  static final ArchRule nobodyThrowsDiceOfTheirOwn =
      core()
          .should()
          .accessTargetWhere(calls(Random.class, Constructors.NAME))
          .orShould()
          .accessTargetWhere(calls(SplittableRandom.class, Constructors.NAME))
          .orShould()
          .accessTargetWhere(calls(SecureRandom.class, Constructors.NAME, "getInstanceStrong"))
          .orShould()
          .accessTargetWhere(inClass(ThreadLocalRandom.class))
          .orShould()
          .accessTargetWhere(calls(RandomGenerator.class, "getDefault", "of"))
          .orShould()
          .accessTargetWhere(calls(UUID.class, "randomUUID"))
          .orShould()
          .accessTargetWhere(calls(Math.class, "random"))
          .because(REASON);

  @ArchTest
  static final ArchRule noFutureRunsOnTheClockOrThePoolOfTheJdk =
      core()
          .should()
          .accessTargetWhere(
              calls(CompletableFuture.class, "orTimeout", "completeOnTimeout", "delayedExecutor"))
          .orShould()
          .accessTargetWhere(asyncWithoutExecutor())
          .because("the JDK's timer and common pool are out of the context's sight");

  @ArchTest
  static final ArchRule nobodyEndsTheProcess =
      noClasses()
          .that()
          .resideOutsideOfPackage(Parts.CLI)
          .should()
          .accessTargetWhere(calls(System.class, "exit"))
          .orShould()
          .accessTargetWhere(calls(Runtime.class, "exit", "halt"))
          .because("only the command may end its own process");

  private static GivenClassesConjunction core() {
    return noClasses().that().resideInAnyPackage(CORE).and().resideOutsideOfPackage(RUNTIME);
  }

  private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... names) {
    requireMembers(owner, names);
    Set<String> wanted = Set.of(names);
    return where(
        owner.getSimpleName() + "." + String.join("/", names),
        target -> target.getOwner().isEquivalentTo(owner) && wanted.contains(target.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> callsWithoutArguments(
      Class<?> owner, String name) {
    requireMembers(owner, name);
    return where(
        owner.getSimpleName() + "." + name + "()",
        target ->
            target.getOwner().isEquivalentTo(owner)
                && target.getName().equals(name)
                && target instanceof CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().isEmpty());
  }

  private static DescribedPredicate<JavaAccess<?>> inClass(Class<?> owner) {
    return where(owner.getSimpleName(), target -> target.getOwner().isEquivalentTo(owner));
  }

  private static DescribedPredicate<JavaAccess<?>> asyncWithoutExecutor() {
    return where(
        "CompletionStage.*Async without an executor",
        target ->
            target.getOwner().isAssignableTo(CompletionStage.class)
                && target.getName().endsWith("Async")
                && target instanceof CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().stream()
                    .noneMatch(type -> assignableTo(Executor.class).test(type)));
  }

  private static DescribedPredicate<JavaAccess<?>> where(
      String description, java.util.function.Predicate<AccessTarget> target) {
    return DescribedPredicate.describe(description, access -> target.test(access.getTarget()));
  }

  /** A misspelt name would make a rule that nothing can break. */
  private static void requireMembers(Class<?> owner, String... names) {
    for (String name : names) {
      boolean known =
          name.equals(Constructors.NAME)
              ? owner.getDeclaredConstructors().length > 0
              : Arrays.stream(owner.getMethods()).anyMatch(m -> m.getName().equals(name));
      if (!known) {
        throw new IllegalArgumentException(owner + " has no member named " + name);
      }
    }
  }

  /** How byte code, and so ArchUnit, calls a {@link Constructor}. */
  private static final class Constructors {
    static final String NAME = "<init>";

    private Constructors() {}
  }
}
