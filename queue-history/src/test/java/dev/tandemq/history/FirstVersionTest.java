package dev.tandemq.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstVersionTest {

  @Test
  void anOrdinaryRunBreaksNothing() {
    Story story = new Story();
    story.on("p").at(1).push("j1").push("j2", e -> e.delayNanos(1_000_000_000L));
    story.on("a").at(2).claim("j1", 1, 1);
    story.at(20_000).on("b").claim("j1", 2, 2).claim("j2", 1, 1);
    story.on("a").at(20_001).settle("j1", 1, "COMPLETE", "LOST");
    story.on("b").at(20_002).settle("j1", 2, "COMPLETE", "APPLIED");
    story.settle("j2", 1, "RETRY", "APPLIED", 500);
    story.at(20_600).claim("j2", 2, 2).settle("j2", 2, "BURY", "APPLIED");
    story.at(30_000).dump("j2", "FAILED").stats(2, 0, 0, 0, 1, 1);
    assertThat(story.verdicts()).allMatch(verdict -> verdict.violations() == 0);
  }

  @Test
  void whatIsWrongIsCaught() {
    Story story = new Story();
    story.on("p").at(1).push("j1").push("j2", e -> e.delayNanos(1_000_000_000L)).push("j3");
    story.on("a").at(2).claim("j1", 1, 1).claim("j2", 1, 1);
    story.at(20_000).on("b").claim("j1", 2, 1);
    story.on("a").at(20_001).settle("j1", 1, "COMPLETE", "APPLIED");
    story.on("b").at(20_002).settle("j1", 2, "COMPLETE", "APPLIED");
    story.at(30_000).dump("j2", "FAILED").stats(2, 0, 0, 0, 1, 1);
    assertThat(story.verdicts().stream().filter(v -> v.violations() > 0))
        .extracting(Verdict::invariant)
        .contains("I01", "I03", "I05", "I08", "I10");
  }
}
