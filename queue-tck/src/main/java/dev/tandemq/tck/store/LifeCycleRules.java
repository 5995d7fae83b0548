package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.store.Subscription;
import dev.tandemq.tck.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule X1: the end of a store. */
public abstract class LifeCycleRules extends StoreChapter {

  @ParameterizedTest
  @EnumSource
  @Rule("X1")
  void afterCloseEveryCallThrows(StoreCall call) {
    store().push("job");
    store().store().close();

    assertThatThrownBy(() -> call.on(store().store()), store().story(call + " after close"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Rule("X1")
  void aStoreMayBeClosedTwice() {
    store().store().close();

    assertThatCode(() -> store().store().close()).as("the second close").doesNotThrowAnyException();
  }

  @Test
  @Rule("X1")
  void aSubscriptionMayBeClosedAfterItsStore() {
    Subscription ready = store().store().onReady(StoreProbe.QUEUE, () -> {});
    Subscription room = store().store().onRoom(StoreProbe.QUEUE, () -> {});
    store().store().close();

    assertThatCode(
            () -> {
              ready.close();
              room.close();
            })
        .as("the end of a subscription after that of its store")
        .doesNotThrowAnyException();
  }
}
