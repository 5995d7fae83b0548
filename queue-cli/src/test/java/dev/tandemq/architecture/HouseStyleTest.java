package dev.tandemq.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Tag;

/** Names and habits of the house that a compiler does not check. */
@Tag("once")
@AnalyzeClasses(packages = Parts.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseStyleTest {
  @ArchTest
  static final ArchRule classesAreNamedByWhatTheyAre =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Impl)(\\$.*)?")
          .because("a name says what the thing is: ExponentialBackoff, not RetryPolicyImpl");

  @ArchTest
  static final ArchRule packagesAreNamedBySubject =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..impl..", "..model..")
          .because("packages are named by subject");

  @ArchTest
  static final ArchRule onlyTheCommandWritesToTheTerminal =
      noClasses()
          .that()
          .resideOutsideOfPackage(Parts.CLI)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace")
          .because("a library logs by System.Logger");
}
