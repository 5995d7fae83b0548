package dev.tandemq.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.tandemq.architecture.Parts.ALL;
import static dev.tandemq.architecture.Parts.API;
import static dev.tandemq.architecture.Parts.BACKEND;
import static dev.tandemq.architecture.Parts.CLI;
import static dev.tandemq.architecture.Parts.ENGINE;
import static dev.tandemq.architecture.Parts.FAULT;
import static dev.tandemq.architecture.Parts.HISTORY;
import static dev.tandemq.architecture.Parts.LANGUAGE;
import static dev.tandemq.architecture.Parts.MEMORY;
import static dev.tandemq.architecture.Parts.REDIS;
import static dev.tandemq.architecture.Parts.SIM;
import static dev.tandemq.architecture.Parts.TCK;
import static dev.tandemq.architecture.Parts.TEST;
import static dev.tandemq.architecture.Parts.TIME;
import static dev.tandemq.architecture.Parts.and;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Tag;

/** Which part may know which: drivers and engine know the API, never each other. */
@Tag("once")
@AnalyzeClasses(packages = Parts.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
  @ArchTest
  static final ArchRule everyClassBelongsToAKnownPart =
      classes().should().resideInAnyPackage(ALL).because("a new part needs its arrows in Parts");

  @ArchTest
  static final ArchRule theApiKnowsOnlyItself =
      classes()
          .that()
          .resideInAnyPackage(API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and(LANGUAGE, API));

  @ArchTest
  static final ArchRule theEngineKnowsTheApiAndNoDriver =
      classes()
          .that()
          .resideInAPackage(ENGINE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              and(
                  and(LANGUAGE, API),
                  ENGINE,
                  "com.google.inject..",
                  "jakarta.inject..",
                  "com.fasterxml.jackson.."));

  @ArchTest
  static final ArchRule theMemoryDriverKnowsOnlyTheApi =
      classes()
          .that()
          .resideInAPackage(MEMORY)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and(and(LANGUAGE, API), MEMORY));

  @ArchTest
  static final ArchRule theRedisDriverKnowsTheApiAndItsClient =
      classes()
          .that()
          .resideInAPackage(REDIS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              and(and(LANGUAGE, API), REDIS, "org.redisson..", "io.netty..", "javax.net.ssl.."));

  @ArchTest
  static final ArchRule nothingThatShipsKnowsTheServersForTests =
      noClasses()
          .that()
          .resideOutsideOfPackage(BACKEND)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BACKEND);

  @ArchTest
  static final ArchRule theContractKitKnowsTheApiAndTestLibraries =
      classes()
          .that()
          .resideInAPackage(TCK)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              and(
                  and(LANGUAGE, API),
                  TCK,
                  "org.junit.jupiter..",
                  "org.assertj..",
                  "org.opentest4j..",
                  "org.apiguardian.."));

  @ArchTest
  static final ArchRule manualTimeKnowsTheApiAndNoTestLibrary =
      classes()
          .that()
          .resideInAPackage(TIME)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and(and(LANGUAGE, API), TIME));

  @ArchTest
  static final ArchRule faultsKnowTheApiAndNoTestLibrary =
      classes()
          .that()
          .resideInAPackage(FAULT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and(and(LANGUAGE, API), FAULT));

  @ArchTest
  static final ArchRule theHistoryKnowsTheApiAndAParser =
      classes()
          .that()
          .resideInAPackage(HISTORY)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and(and(LANGUAGE, API), HISTORY, "com.fasterxml.jackson.core.."));

  @ArchTest
  static final ArchRule theSimulationRunsTheEngineOnTheMemoryStore =
      classes()
          .that()
          .resideInAPackage(SIM)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and(and(LANGUAGE, API), ENGINE, MEMORY, FAULT, HISTORY, SIM));

  @ArchTest
  static final ArchRule onlyTheCommandKnowsTheSimulation =
      noClasses()
          .that()
          .resideOutsideOfPackages(SIM, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SIM);

  @ArchTest
  static final ArchRule theTestKitOfApplicationsKnowsNoTestLibrary =
      classes()
          .that()
          .resideInAPackage(TEST)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and(and(LANGUAGE, API), ENGINE, MEMORY, TIME, TEST));

  @ArchTest
  static final ArchRule nobodyElseKnowsTheTestKitOfApplications =
      noClasses()
          .that()
          .resideOutsideOfPackage(TEST)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TEST);

  @ArchTest
  static final ArchRule theCommandFindsDriversAndDoesNotKnowThem =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MEMORY, REDIS, TCK);

  @ArchTest
  static final ArchRule noPackagesKnowEachOtherInACircle =
      slices().matching("dev.tandemq.(**)").should().beFreeOfCycles();
}
