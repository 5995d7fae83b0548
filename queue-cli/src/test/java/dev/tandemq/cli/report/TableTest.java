package dev.tandemq.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertThat(Table.of(List.of("a", "long"), List.of(List.of("wide", "b"), List.of("c", ""))))
        .isEqualTo("a     long\nwide  b\nc\n");
  }
}
