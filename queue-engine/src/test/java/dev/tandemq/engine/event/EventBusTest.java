package dev.tandemq.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events on their way to listeners, on time moved by hand. */
final class EventBusTest {

  private static final int CAPACITY = 100;
  private static final Duration SOON = Duration.ofMillis(10);

  private final ManualContext clock = new ManualContext(1);
  private final EventBus bus = new EventBus(clock);
  private final List<Integer> heard = new ArrayList<>();

  @Test
  void nobodyWantsEventsWithoutAListener() {
    assertThat(bus.isWanted()).isFalse();
    EventSubscription subscription = bus.subscribe(this::hear, CAPACITY);
    assertThat(bus.isWanted()).isTrue();
    subscription.close();
    assertThat(bus.isWanted()).isFalse();
  }

  @Test
  @Rule("V1")
  void listenerIsToldInOrderAndNotByTheThreadThatTells() {
    bus.subscribe(this::hear, CAPACITY);

    tell(1, 3);
    assertThat(heard).isEmpty();
    clock.runUntilIdle();

    assertThat(heard).containsExactly(1, 2, 3);
  }

  @Test
  void fewEventsAreHeardWithoutTimeToPass() {
    bus.subscribe(this::hear, CAPACITY);
    for (int i = 1; i <= 50; i++) {
      tell(i, i);
      clock.runUntilIdle();
      assertThat(heard).hasSize(i);
    }
  }

  @Test
  void busyListenerLooksAgainByItself() {
    bus.subscribe(this::hear, CAPACITY);
    tell(1, 50);
    clock.runUntilIdle();

    tell(51, 60);
    assertThat(clock.pendingSteps()).as("nothing was queued by the one who tells").isZero();
    clock.advance(SOON);
    tell(61, 61);
    clock.runUntilIdle();

    assertThat(heard).isEqualTo(numbers(1, 61));
    clock.advance(SOON);
    assertThat(clock.pendingTimers()).as("at rest again").isZero();
  }

  @Test
  void eventThatMeetsAListenerOnItsWayToRestIsHeard() {
    List<Listener> self = new ArrayList<>();
    EventRing ring =
        new EventRing(CAPACITY) {
          private int next = 2;

          @Override
          @Nullable QueueEvent poll() {
            QueueEvent event = super.poll();
            if (event == null && next <= 4) {
              self.get(0).offer(event(next++)); // after the last look, before it is at rest
            }
            return event;
          }
        };
    self.add(new Listener(clock, this::hear, ring, listener -> {}));
    self.get(0).offer(event(1));
    clock.runUntilIdle();

    assertThat(heard).containsExactly(1, 2, 3, 4);
  }

  @Test
  void listenersAreToldEachOnItsOwn() {
    List<Integer> others = new ArrayList<>();
    bus.subscribe(this::hear, CAPACITY);
    tell(1, 1);
    bus.subscribe(event -> others.add(number(event)), CAPACITY);
    tell(2, 2);
    clock.runUntilIdle();

    assertThat(heard).containsExactly(1, 2);
    assertThat(others).containsExactly(2);
  }

  // ---- full buffers

  @Test
  @Rule("V2")
  void fullBufferDropsAndCountsExactly() {
    EventSubscription subscription = bus.subscribe(this::hear, CAPACITY);

    tell(1, CAPACITY + 7);
    clock.runUntilIdle();

    assertThat(heard).isEqualTo(numbers(1, CAPACITY));
    assertThat(subscription.dropped()).isEqualTo(7);
  }

  @Test
  void everyCapacityIsKeptToTheEvent() {
    for (int capacity : new int[] {1, 2, 3, 4, 5, 8, 9, 1000, 8192}) {
      heard.clear();
      EventSubscription subscription = bus.subscribe(this::hear, capacity);
      for (int round = 1; round <= 3; round++) {
        tell(1, capacity + 2);
        clock.advance(SOON);
        assertThat(subscription.dropped()).as("capacity %d", capacity).isEqualTo(2L * round);
        assertThat(heard).hasSize(round * capacity);
      }
      subscription.close();
    }
  }

  @Test
  void eventThatNobodyHasRoomForIsNotWantedAndCountsAsDroppedForEach() {
    EventSubscription one = bus.subscribe(this::hear, 1);
    EventSubscription two = bus.subscribe(this::hear, 1);
    tell(1, 1);

    assertThat(bus.isWanted()).isFalse();

    assertThat(one.dropped()).isEqualTo(1);
    assertThat(two.dropped()).isEqualTo(1);
  }

  @Test
  void eventThatOneHasRoomForIsDroppedOnceForTheOther() {
    EventSubscription full = bus.subscribe(this::hear, 1);
    EventSubscription roomy = bus.subscribe(this::hear, 2);
    tell(1, 1);

    assertThat(bus.isWanted()).isTrue();
    tell(2, 2);

    assertThat(full.dropped()).isEqualTo(1);
    assertThat(roomy.dropped()).isZero();
  }

  @Test
  void capacityHasLimits() {
    for (int capacity : new int[] {0, -1, EventBus.MAX_CAPACITY + 1}) {
      assertThatThrownBy(() -> bus.subscribe(this::hear, capacity))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("capacity is " + capacity + "; it ranges from 1 to 1000000");
    }
  }

  // ---- failing listeners

  @Test
  void listenerThatThrowsIsToldOfTheNextEventAndCounted() {
    EventSubscription subscription =
        bus.subscribe(
            event -> {
              hear(event);
              if (number(event) % 2 == 0) {
                throw new IllegalStateException("even");
              }
              throw new StackOverflowError("odd");
            },
            CAPACITY);
    List<Integer> others = new ArrayList<>();
    bus.subscribe(event -> others.add(number(event)), CAPACITY);

    tell(1, 10);
    clock.runUntilIdle();

    assertThat(heard).isEqualTo(numbers(1, 10));
    assertThat(others).isEqualTo(numbers(1, 10));
    assertThat(subscription.failures()).isEqualTo(10);
  }

  @Test
  void listenerThatAlwaysFailsHasPausesAndMissesNothingButByItsBuffer() {
    EventSubscription subscription =
        bus.subscribe(
            event -> {
              throw new AssertionError("always");
            },
            CAPACITY);
    tell(1, CAPACITY);
    clock.runUntilIdle();
    assertThat(subscription.failures()).isEqualTo(16);
    clock.advance(Duration.ofMillis(16));
    assertThat(subscription.failures()).isEqualTo(32);
    clock.advance(Duration.ofSeconds(1));
    assertThat(subscription.failures()).isEqualTo(CAPACITY);
    assertThat(subscription.dropped()).isZero();
  }

  @Test
  void closedBusHasNoPatienceWithAListenerThatFails() {
    EventSubscription subscription =
        bus.subscribe(
            event -> {
              throw new AssertionError("always");
            },
            CAPACITY);
    tell(1, CAPACITY);
    clock.runUntilIdle();
    bus.close();
    clock.runUntilIdle();

    assertThat(subscription.failures()).isEqualTo(CAPACITY);
  }

  @Test
  void exceptionThatCannotBePrintedHurtsNobody() {
    EventSubscription subscription =
        bus.subscribe(
            event -> {
              hear(event);
              throw new Unprintable();
            },
            CAPACITY);

    tell(1, 2);
    assertThatCode(clock::runUntilIdle).doesNotThrowAnyException();

    assertThat(heard).containsExactly(1, 2);
    assertThat(subscription.failures()).isEqualTo(2);
  }

  @Test
  void interruptFlagThatAListenerLeavesDoesNotReachTheNextCall() {
    List<Boolean> flags = new ArrayList<>();
    bus.subscribe(
        event -> {
          flags.add(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
        },
        CAPACITY);

    tell(1, 3);
    clock.runUntilIdle();

    assertThat(flags).containsExactly(false, false, false);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  // ---- the end

  @Test
  void closedSubscriptionIsNotCalledAnyMore() {
    EventSubscription subscription = bus.subscribe(this::hear, CAPACITY);
    tell(1, 5);
    subscription.close();
    subscription.close();
    tell(6, 6);
    clock.advance(SOON);

    assertThat(heard).isEmpty();
    assertThat(subscription.dropped()).isZero();
  }

  @Test
  void listenerMayCloseItsOwnSubscription() {
    List<EventSubscription> self = new ArrayList<>();
    self.add(
        bus.subscribe(
            event -> {
              hear(event);
              self.get(0).close();
            },
            CAPACITY));
    tell(1, 5);
    clock.runUntilIdle();

    assertThat(heard).containsExactly(1);
  }

  @Test
  void listenerMayTell() {
    bus.subscribe(
        event -> {
          hear(event);
          if (number(event) < 1000) {
            tell(number(event) + 1, number(event) + 1);
          }
        },
        1);
    tell(1, 1);
    clock.advance(SOON);

    assertThat(heard).isEqualTo(numbers(1, 1000));
  }

  @Test
  void closedBusBringsWhatIsBufferedAndTakesNoMore() {
    bus.subscribe(this::hear, CAPACITY);
    tell(1, 5);
    bus.close();
    bus.close();
    tell(6, 6);
    clock.runUntilIdle();

    assertThat(heard).isEqualTo(numbers(1, 5));
    assertThat(bus.isWanted()).isFalse();
    assertThatThrownBy(() -> bus.subscribe(this::hear, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the connection was closed");
  }

  @Test
  void closedBusDoesNotWaitForATimerToBringWhatIsBuffered() {
    bus.subscribe(this::hear, CAPACITY);
    tell(1, 50);
    clock.runUntilIdle();
    tell(51, 60); // waits for the timer of a busy listener

    bus.close();
    clock.runUntilIdle();

    assertThat(heard).isEqualTo(numbers(1, 60));
    assertThatCode(() -> clock.advance(SOON)).doesNotThrowAnyException();
    assertThat(heard).isEqualTo(numbers(1, 60));
  }

  // ---- a context that refuses

  @Test
  void refusedStepIsTriedAgain() {
    for (Supplier<Throwable> refusal :
        List.<Supplier<Throwable>>of(
            () -> new RejectedExecutionException("full"),
            () -> new OutOfMemoryError("unable to create native thread"))) {
      heard.clear();
      RefusingContext context = new RefusingContext(clock);
      EventBus onIt = new EventBus(context);
      onIt.subscribe(this::hear, CAPACITY);
      context.refusal = refusal;
      for (int i = 1; i <= 5; i++) {
        onIt.tell(event(i));
      }
      clock.advance(Duration.ofSeconds(1));
      assertThat(heard).isEmpty();
      assertThat(context.refused).as("not asked for a thread at every event").isLessThan(15);

      context.refusal = null;
      clock.advance(Duration.ofSeconds(1));

      assertThat(heard).isEqualTo(numbers(1, 5));
    }
  }

  @Test
  void stepThatIsRefusedItsContinuationGoesOn() {
    RefusingContext context = new RefusingContext(clock);
    EventBus onIt = new EventBus(context);
    onIt.subscribe(this::hear, 1000);
    for (int i = 1; i <= 1000; i++) {
      onIt.tell(event(i));
    }
    context.refusal = () -> new RejectedExecutionException("closed");
    clock.runUntilIdle();

    assertThat(heard).isEqualTo(numbers(1, 1000));
  }

  // ---- fixture

  private void tell(int from, int to) {
    for (int i = from; i <= to; i++) {
      bus.tell(event(i));
    }
  }

  private void hear(QueueEvent event) {
    heard.add(number(event));
  }

  private static QueueEvent event(int number) {
    return new QueueEvent.QueueCleared(Instant.EPOCH, "q", number);
  }

  private static int number(QueueEvent event) {
    return ((QueueEvent.QueueCleared) event).removed();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private static final class Unprintable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  /** Refuses steps while it is told to; its timers go on. */
  private static final class RefusingContext implements ProcessContext {

    private final ManualContext clock;
    private @Nullable Supplier<Throwable> refusal;
    private int refused;

    RefusingContext(ManualContext clock) {
      this.clock = clock;
    }

    @Override
    public void execute(Runnable step) {
      Supplier<Throwable> why = refusal;
      if (why != null) {
        refused++;
        RefusingContext.<RuntimeException>sneak(why.get());
      }
      clock.execute(step);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
      throw (T) thrown;
    }

    @Override
    public TimeSource time() {
      return clock.time();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable step) {
      return clock.schedule(delay, step);
    }

    @Override
    public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
      return clock.await(done, atMost);
    }

    @Override
    public RandomGenerator random() {
      return clock.random();
    }
  }
}
