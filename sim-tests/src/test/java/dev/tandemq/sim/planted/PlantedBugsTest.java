package dev.tandemq.sim.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bugs from the field are planted, one at a time; each must be caught, by the check it breaks. */
@Tag("once")
final class PlantedBugsTest {

  /** What the field's queues have got wrong, the least that must be caught. */
  private static final List<String> FIELD =
      List.of(
          "settle without token",
          "unlock as get then delete",
          "leadership kept by a node that slept",
          "renewal by node name",
          "a lost answer retried blindly",
          "recovery that reads lease records only",
          "heartbeat stopped before the handlers",
          "delay by wall clock",
          "a rescue page that never advances",
          "batch half applied on error",
          "a counter decremented twice",
          "reaper on a local clock",
          "an old session's entry taken as ours",
          "token counter reset",
          "a lease lost without telling the handler",
          "a blocking pop without a bound");

  /** Seeds that must be green where nothing is planted; thousands more are run elsewhere. */
  private static final int GREEN = 50;

  private static final Logger LOG = Logger.getLogger("dev.tandemq");
  private static final Map<String, Future<Caught>> HUNTS = new HashMap<>();
  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          task -> {
            Thread thread = new Thread(task, "hunt");
            thread.setDaemon(true); // a plant may make a step endless
            return thread;
          });

  @SuppressWarnings("NonFinalStaticField") // what a class of tests has to put back at its end
  private static @Nullable Level levelBefore;

  static List<Plant> plants() {
    return Plants.all();
  }

  static List<KitCatch> kit() {
    return KitCatches.all();
  }

  /** All hunts are begun before the first test asks for one: all processors have work. */
  @BeforeAll
  static void beginHunts() {
    levelBefore = LOG.getLevel();
    LOG.setLevel(Level.OFF); // each world would switch it off and on again, for itself
    for (Plant plant : plants()) {
      HUNTS.put(plant.name(), THREADS.submit(() -> Caught.hunt(plant)));
    }
  }

  @AfterAll
  static void endHunts() throws IOException {
    THREADS.shutdownNow();
    LOG.setLevel(levelBefore);
    StringBuilder table = new StringBuilder();
    for (Plant plant : plants()) {
      Future<Caught> hunt = HUNTS.get(plant.name());
      if (hunt != null && hunt.isDone()) {
        table.append(line(plant, hunt)).append('\n');
      }
    }
    Files.writeString(Path.of("target", "planted-bugs.txt"), table);
  }

  private static String line(Plant plant, Future<Caught> hunt) {
    try {
      Caught caught = hunt.get();
      return String.format(
          "%-45s seed %4d  %-12s %d red before for another reason",
          plant.name(), caught.seed(), String.join(",", caught.broken()), caught.others());
    } catch (Exception e) {
      return plant.name() + ": " + e;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plants")
  @Timeout(300) // on a machine that is busy with other things
  void plantIsCaught(Plant plant) throws Exception {
    Caught caught = Objects.requireNonNull(HUNTS.get(plant.name())).get(290, TimeUnit.SECONDS);

    assertThat(caught.seed())
        .as(
            "first of %d seeds that breaks one of %s; %d were red for another reason, as %s",
            plant.seeds(), plant.checks(), caught.others(), caught.story())
        .isBetween(1L, (long) plant.seeds());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kit")
  void brokenOneIsStillThere(KitCatch caught) {
    assertThat(caught.isThere())
        .as("'%s' with rule %s in %s", caught.fault(), caught.rule(), caught.file())
        .isTrue();
  }

  @Test
  @Timeout(300)
  void whereNothingIsPlantedTheSameSeedsAreGreen() throws Exception {
    Caught nothing =
        Caught.hunt(Plant.of("nothing", "Nothing is planted.", Plants.checks(), GREEN));

    assertThat(nothing.seed()).as(nothing.story()).isZero();
    assertThat(nothing.others()).as(nothing.story()).isZero();
  }

  @Test
  void everyBugOfTheFieldIsThere() {
    List<String> names =
        Stream.concat(plants().stream().map(Plant::name), kit().stream().map(KitCatch::name))
            .toList();

    assertThat(names).doesNotHaveDuplicates().containsAll(FIELD);
    assertThat(FIELD).hasSize(16);
  }

  @Test
  void pageTellsOfEachOfThem() throws IOException {
    Path written = Path.of("target", "planted-bugs.md");
    Files.writeString(written, Page.of(plants(), kit()));

    assertThat(Checkout.read(Page.PATH))
        .as("%s: where it is behind, copy sim-tests/%s over it", Page.PATH, written)
        .isEqualTo(Files.readString(written));
  }
}
