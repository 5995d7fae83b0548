package dev.tandemq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may be asked for. */
final class PageRequestTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void firstPageComesAfterNothing(int size) {
    PageRequest request = PageRequest.first(size);

    assertThat(request).isEqualTo(new PageRequest(size, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void sizeBeyondTheLimitIsRefused(int size) {
    assertThatThrownBy(() -> PageRequest.first(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size is " + size + "; it ranges from 1 to 1000");
  }

  @Test
  @SuppressWarnings({"NullAway", "NullOptional"}) // what a caller without NullAway may do
  void nullIsRefused() {
    assertThatThrownBy(() -> new PageRequest(1, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("after");
  }

  @Test
  void pageHoldsACopyOfItsItems() {
    List<String> items = new ArrayList<>(List.of("a"));
    Page<String> page = new Page<>(items, Optional.of("a"));

    items.add("b");

    assertThat(page.items()).containsExactly("a");
  }
}
