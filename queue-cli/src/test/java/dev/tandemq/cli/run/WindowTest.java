package dev.tandemq.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WindowTest {

  @Test
  void boundsTheNumberOfJobs() {
    Window window = new Window(2, 100);

    assertThat(window.tryEnter(1)).isTrue();
    assertThat(window.tryEnter(1)).isTrue();
    assertThat(window.tryEnter(1)).isFalse();
    window.leave(1);
    assertThat(window.tryEnter(1)).isTrue();
  }

  @Test
  void boundsTheBytesButLetsALargeOnePassAlone() {
    Window window = new Window(10, 100);

    assertThat(window.tryEnter(500)).isTrue();
    assertThat(window.tryEnter(1)).isFalse();
    window.leave(500);
    assertThat(window.isEmpty()).isTrue();
    assertThat(window.tryEnter(60)).isTrue();
    assertThat(window.tryEnter(41)).isFalse();
    assertThat(window.tryEnter(40)).isTrue();
  }

  @Test
  void whoWaitsIsLetInByALeaveAndSentAwayByAClose() throws Exception {
    Window window = new Window(1, 100);
    assertThat(window.enter(1)).isTrue();
    CompletableFuture<Boolean> first = entering(window);
    window.leave(1);
    assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Boolean> second = entering(window);
    window.close();
    assertThat(second.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(window.tryEnter(1)).isFalse();
  }

  private static CompletableFuture<Boolean> entering(Window window) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return window.enter(1);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }
}
