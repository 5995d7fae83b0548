package dev.tandemq.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import com.fasterxml.jackson.databind.jsontype.impl.ClassNameIdResolver;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.JobType;
import dev.tandemq.tck.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data never chooses a class by its name. */
final class PayloadClassesTest {

  private static final AtomicBoolean LOADED = new AtomicBoolean();

  /** Tells when somebody has it loaded by its name. */
  static final class Trap {
    static {
      LOADED.set(true);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  record ByClass(String text) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
  record ByMinimalClass(String text) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM)
  @JsonTypeIdResolver(ClassNameIdResolver.class)
  record ByResolver(String text) {}

  record InField(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object any) {}

  record InElements(List<ByClass> list) {}

  record InContent(
      @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Map<String, Object> any, String other) {}

  record OfClass(Class<?> type) {}

  record ByClassKey(Map<Class<?>, String> map) {}

  record Deeper(OfClass inner) {}

  record Anything(Object any) {}

  interface Open {}

  record Hidden(String text) implements Open {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  sealed interface Named {
    @JsonTypeName("one")
    record One(String text) implements Named {}

    @JsonTypeName("bad")
    record Bad(Class<?> type) implements Named {}
  }

  private final Payloads payloads = new Payloads();

  @ParameterizedTest
  @ValueSource(
      classes = {
        ByClass.class,
        ByMinimalClass.class,
        ByResolver.class,
        InField.class,
        InElements.class,
        InContent.class,
        OfClass.class,
        ByClassKey.class,
        Deeper.class,
        Class.class
      })
  @Rule("Y4")
  void classThatDataWouldChooseIsRefused(Class<?> payloadClass) {
    JobType<?> type = JobType.of("bad", payloadClass);

    assertThatThrownBy(() -> payloads.codec.check(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad")
        .hasMessageContaining("data");
    assertThatThrownBy(() -> payloads.read(type, "{\"v\":1,\"data\":{}}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void classThatDataWouldChooseIsRefusedWhenWritten() {
    assertThatThrownBy(
            () -> payloads.write(JobType.of("bad", ByClass.class), new ByClass("secret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@JsonTypeInfo(use = CLASS)")
        .hasMessageContaining("use = NAME")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(
            () -> payloads.write(JobType.listOf("bad", ByClass.class), List.of(new ByClass("x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Rule("Y4")
  void namesOfClassesInDataAreMereText() {
    String json =
        "{\"v\":1,\"data\":{\"any\":{\"@class\":\""
            + PayloadClassesTest.class.getName()
            + "$Trap\",\"@type\":\"x\"}}}";

    Anything read = payloads.read(JobType.of("any", Anything.class), json);

    assertThat(read.any()).isInstanceOf(Map.class);
    assertThat(LOADED).isFalse();
  }

  @Test
  void classBehindAnUndeclaredOneIsNotNamedInData() {
    assertThat(
            payloads.write(
                JobType.of("any", Anything.class), new Anything(List.of(new ByClass("x")))))
        .isEqualTo("{\"v\":1,\"data\":{\"any\":[{\"text\":\"x\"}]}}");
  }

  @Test
  void unknownKindIsUnreadable() {
    String json =
        "{\"v\":1,\"data\":{\"@type\":\"" + PayloadClassesTest.class.getName() + "$Trap\"}}";

    assertThatThrownBy(() -> payloads.read(JobType.of("named", Named.class), json))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("no kind that")
        .hasMessageNotContaining("Trap");
    assertThat(LOADED).isFalse();
  }

  @Test
  void kindWhoseClassDataWouldChooseIsUnreadable() {
    String json =
        "{\"v\":1,\"data\":{\"@type\":\"bad\",\"type\":\""
            + PayloadClassesTest.class.getName()
            + "$Trap\"}}";

    assertThatThrownBy(() -> payloads.read(JobType.of("named", Named.class), json))
        .isInstanceOf(CorruptJobException.class);
    assertThat(LOADED).isFalse();
  }

  @Test
  void abstractClassWithoutNamesIsRefused() {
    assertThatThrownBy(() -> payloads.write(JobType.of("open", Open.class), new Hidden("secret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("abstract")
        .hasMessageContaining("use = NAME");
  }

  interface Shape {}

  record Drawing(String title, List<Sheet> sheets) {}

  record Sheet(Shape shape) {}

  static final class Made {
    private final int size;

    private Made(int width, int height) {
      this.size = width * height;
    }

    @SuppressWarnings("unused") // what makes it writable
    public int getSize() {
      return size;
    }
  }

  record Box(Made content) {}

  record Chain(String link, @Nullable Chain next) {}

  @Test
  void abstractClassOfAFieldIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> payloads.codec.check(JobType.of("drawing", Drawing.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Shape of field sheets[].shape is abstract")
        .hasMessageContaining("use = NAME");
  }

  @Test
  void classThatNothingCouldMakeIsRefused() {
    assertThatThrownBy(() -> payloads.write(JobType.of("made", Made.class), new Made(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its class has no constructor");
    assertThatThrownBy(() -> payloads.codec.check(JobType.of("box", Box.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Made of field content has no constructor");
  }

  @Test
  void classThatHoldsItselfIsLookedThroughOnce() {
    JobType<Chain> type = JobType.of("chain", Chain.class);

    payloads.codec.check(type);

    assertThat(payloads.read(type, payloads.write(type, new Chain("a", new Chain("b", null)))))
        .isEqualTo(new Chain("a", new Chain("b", null)));
  }
}
