package dev.tandemq.kv.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link Kv} promises, as tests that an adapter's test extends. Each test has a folder of its
 * own; the connections are closed after it.
 */
public abstract class KvContract {

  private static final long SECONDS = 20;

  private final List<Kv> opened = new ArrayList<>();
  private String root = "";
  private Kv kv;

  /** For subclasses. */
  protected KvContract() {}

  /** One more connection to one and the same server. */
  protected abstract Kv open();

  /** The name of a folder that nothing else uses; another with each call. */
  protected abstract String freshName();

  @BeforeEach
  void openOne() {
    root = freshName();
    kv = connection();
    await(kv.makeFolder(root));
  }

  @AfterEach
  void closeAll() {
    opened.forEach(Kv::close);
  }

  /** One more connection, closed after the test. */
  protected final Kv connection() {
    Kv made = open();
    opened.add(made);
    return made;
  }

  /** A key in the folder of this test. */
  protected final String key(String name) {
    return root + "/" + name;
  }

  /** The answer of a call. */
  protected static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the call failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] filled(int length) {
    byte[] value = new byte[length];
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (i * 31);
    }
    return value;
  }

  private Commit commit(Op... ops) {
    return await(kv.commit(List.of(ops)));
  }

  private Commit.Applied applied(Op... ops) {
    Commit answer = commit(ops);
    assertThat(answer).isInstanceOf(Commit.Applied.class);
    return (Commit.Applied) answer;
  }

  private void refused(Op... ops) {
    assertThat(commit(ops)).isInstanceOf(Commit.Refused.class);
  }

  private long create(String name, String value) {
    return applied(new Op.Create(key(name), bytes(value))).revision(key(name));
  }

  private Val read(Kv from, String name) {
    Val value = await(from.getAll(List.of(key(name)))).get(key(name));
    return Objects.requireNonNull(value, "nothing stands under " + name);
  }

  private String text(String name) {
    Val value = await(kv.getAll(List.of(key(name)))).get(key(name));
    return value == null ? "(none)" : new String(value.bytes(), StandardCharsets.UTF_8);
  }

  // One key

  @Test
  void whatIsCreatedIsReadOnEveryConnection() {
    long revision = create("a", "one");

    Val own = read(kv, "a");
    Kv other = connection();
    await(other.barrier());
    Map<String, Val> foreign = await(other.getAll(List.of(key("a"), key("none"))));

    assertThat(own.bytes()).isEqualTo(bytes("one"));
    assertThat(own.revision()).isEqualTo(revision);
    assertThat(foreign).containsOnlyKeys(key("a"));
    assertThat(read(other, "a").bytes()).isEqualTo(bytes("one"));
    assertThat(read(other, "a").revision()).isEqualTo(revision);
  }

  @Test
  void anEmptyValueIsAValue() {
    create("a", "");

    assertThat(text("a")).isEmpty();
    refused(new Op.Create(key("a"), bytes("b")));
  }

  @Test
  void nothingIsCreatedTwice() {
    create("a", "one");

    refused(new Op.Create(key("a"), bytes("two")));

    assertThat(text("a")).isEqualTo("one");
  }

  @Test
  void replacedIsWhatStandsAtItsRevision() {
    long first = create("a", "one");
    long second = applied(new Op.ReplaceIf(key("a"), bytes("two"), first)).revision(key("a"));

    assertThat(second).isNotEqualTo(first);
    refused(new Op.ReplaceIf(key("a"), bytes("three"), first));
    assertThat(text("a")).isEqualTo("two");
    applied(new Op.ReplaceIf(key("a"), bytes("three"), second));
    assertThat(text("a")).isEqualTo("three");
  }

  @Test
  void theSameBytesAgainAreAnotherRevision() {
    long first = create("a", "one");

    long second = applied(new Op.ReplaceIf(key("a"), bytes("one"), first)).revision(key("a"));

    assertThat(second).isNotEqualTo(first);
    refused(new Op.Check(key("a"), first));
  }

  @Test
  void whatIsNotThereIsNeitherReplacedNorCheckedNorDeleted() {
    long revision = create("a", "one");
    applied(new Op.DeleteIf(key("a"), revision));

    refused(new Op.ReplaceIf(key("a"), bytes("two"), revision));
    refused(new Op.Check(key("a"), revision));
    refused(new Op.DeleteIf(key("a"), revision));
    refused(new Op.Delete(key("a")));
    assertThat(text("a")).isEqualTo("(none)");
  }

  @Test
  void checkedIsWhatStandsAtItsRevision() {
    long first = create("a", "one");
    applied(new Op.Check(key("a"), first), new Op.Create(key("b"), bytes("b")));
    long second = applied(new Op.ReplaceIf(key("a"), bytes("two"), first)).revision(key("a"));

    refused(new Op.Check(key("a"), first), new Op.Create(key("c"), bytes("c")));
    applied(new Op.Check(key("a"), second), new Op.Create(key("d"), bytes("d")));

    assertThat(List.of(text("b"), text("c"), text("d"))).containsExactly("b", "(none)", "d");
  }

  @Test
  void deletedIsOnce() {
    create("a", "one");

    applied(new Op.Delete(key("a")));

    refused(new Op.Delete(key("a")));
    assertThat(text("a")).isEqualTo("(none)");
  }

  @Test
  void deletedIfIsWhatStandsAtItsRevision() {
    long first = create("a", "one");
    long second = applied(new Op.ReplaceIf(key("a"), bytes("two"), first)).revision(key("a"));

    refused(new Op.DeleteIf(key("a"), first));
    applied(new Op.DeleteIf(key("a"), second));

    assertThat(text("a")).isEqualTo("(none)");
  }

  @Test
  void whatIsKnownToBeThereIsReplacedAndDeleted() {
    create("a", "one");
    create("b", "two");

    Commit.Applied answer =
        applied(new Op.ReplaceKnown(key("a"), bytes("three")), new Op.DeleteKnown(key("b")));

    assertThat(answer.revisions()).containsOnlyKeys(key("a"));
    assertThat(List.of(text("a"), text("b"))).containsExactly("three", "(none)");
    applied(new Op.Check(key("a"), answer.revision(key("a"))));
  }

  // Several

  @Test
  void oneGuardThatDoesNotHoldRefusesAll() {
    long a = create("a", "one");
    create("b", "two");

    refused(
        new Op.ReplaceIf(key("a"), bytes("x"), a),
        new Op.DeleteKnown(key("b")),
        new Op.Create(key("c"), bytes("c")),
        new Op.Delete(key("nothing")));

    assertThat(List.of(text("a"), text("b"), text("c"))).containsExactly("one", "two", "(none)");
    applied(new Op.Check(key("a"), a));
  }

  @Test
  void aParentIsCreatedBesideItsChildren() {
    applied(
        new Op.Create(key("folder"), bytes("f")),
        new Op.Create(key("folder/a"), bytes("a")),
        new Op.Create(key("folder/b"), bytes("b")));

    assertThat(await(kv.children(key("folder"), 10))).containsExactly("a", "b");
    assertThat(text("folder")).isEqualTo("f");
  }

  @Test
  void nothingAtAllIsApplied() {
    assertThat(applied().revisions()).isEmpty();
  }

  @Test
  void asMuchAsTheLimitsSayIsApplied() {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < kv.limits().maxOps(); i++) {
      ops.add(new Op.Create(key(String.format("k%04d", i)), bytes("v" + i)));
    }

    assertThat(await(kv.commit(ops))).isInstanceOf(Commit.Applied.class);

    assertThat(await(kv.children(root, 10_000))).hasSize(ops.size());
    List<Op> deletes = new ArrayList<>();
    for (int i = 0; i < kv.limits().maxOps() / kv.limits().guardedDeleteCost(); i++) {
      deletes.add(new Op.Delete(key(String.format("k%04d", i))));
    }
    assertThat(await(kv.commit(deletes))).isInstanceOf(Commit.Applied.class);
    assertThat(await(kv.children(root, 10_000))).hasSize(ops.size() - deletes.size());
  }

  @Test
  void theLargestValueIsKept() {
    byte[] value = filled(kv.limits().maxValueBytes() - 1000);

    applied(new Op.Create(key("a"), value));

    assertThat(read(kv, "a").bytes()).isEqualTo(value);
  }

  @Test
  void asManyBytesAsTheLimitsSayAreApplied() {
    int each = kv.limits().maxBytes() / 8 - 1000;
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ops.add(new Op.Create(key("k" + i), filled(each)));
    }

    assertThat(await(kv.commit(ops))).isInstanceOf(Commit.Applied.class);
  }

  @Test
  void anyNumberOfKeysIsReadAtOnce() {
    List<String> keys = new ArrayList<>();
    byte[] value = filled(20_000);
    for (int i = 0; i < 150; i++) {
      keys.add(key("k" + i));
      applied(new Op.Create(key("k" + i), value));
    }

    Map<String, Val> found = await(kv.getAll(keys));

    assertThat(found).containsOnlyKeys(keys);
    assertThat(found.values()).allMatch(val -> Arrays.equals(val.bytes(), value));
  }

  @Test
  void largeValuesAreReadTogether() {
    byte[] value = filled(kv.limits().maxValueBytes() - 1000);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      keys.add(key("k" + i));
      applied(new Op.Create(key("k" + i), value));
    }

    assertThat(await(kv.getAll(keys))).containsOnlyKeys(keys);
  }

  @Test
  void ofManyThatWantOneEachIsGivenOnce() {
    create("a", "one");
    List<Kv> others = List.of(connection(), connection(), connection());
    for (int i = 0; i < 20; i++) {
      create("job" + i, "");
    }

    int winners = 0;
    List<CompletionStage<Commit>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (Kv other : others) {
        answers.add(other.commit(List.of(new Op.Delete(key("job" + i)))));
      }
    }
    for (CompletionStage<Commit> answer : answers) {
      winners += await(answer) instanceof Commit.Applied ? 1 : 0;
    }

    assertThat(winners).isEqualTo(20);
  }

  // Folders

  @Test
  void childrenAreDirectOnesInOrder() {
    applied(new Op.Create(key("b"), bytes("")), new Op.Create(key("a"), bytes("")));
    applied(new Op.Create(key("b/deep"), bytes("")));
    applied(new Op.Create(key("b.c"), bytes("")), new Op.Create(key("bb"), bytes("")));

    assertThat(await(kv.children(root, 100))).containsExactly("a", "b", "b.c", "bb");
    assertThat(await(kv.children(key("b"), 100))).containsExactly("deep");
    assertThat(await(kv.children(key("a"), 100))).isEmpty();
    assertThat(await(kv.children(key("nowhere"), 100))).isEmpty();
  }

  @Test
  void theFirstChildrenAreWhatALimitGives() {
    for (String name : List.of("c", "a", "d", "b")) {
      create(name, "");
    }

    assertThat(await(kv.children(root, 2))).startsWith("a", "b");
    assertThat(await(kv.children(root, Integer.MAX_VALUE))).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aFolderIsMadeWithThoseAboveItAndTwice() {
    await(kv.makeFolder(key("x/y/z")));
    await(kv.makeFolder(key("x/y/z")));

    applied(new Op.Create(key("x/y/z/a"), bytes("a")));

    assertThat(text("x/y/z/a")).isEqualTo("a");
  }

  @Test
  void theLastChildGoneAFolderMayGo() {
    applied(new Op.Create(key("f"), bytes("")), new Op.Create(key("f/a"), bytes("")));
    applied(new Op.Delete(key("f/a")));

    applied(new Op.Delete(key("f")));

    assertThat(await(kv.children(root, 10))).isEmpty();
  }

  // Watches

  @Test
  void aWatchHearsOfChildrenThatComeChangeAndGo() throws InterruptedException {
    Semaphore heard = new Semaphore(0);
    await(kv.makeFolder(key("w")));
    kv.watch(key("w"), heard::release);
    Kv other = connection();

    // The watch may begin a moment after the call: until it is heard something happens.
    hears(heard, i -> await(other.commit(List.of(new Op.Create(key("w/a" + i), bytes("a"))))));
    long revision =
        ((Commit.Applied) await(other.commit(List.of(new Op.Create(key("w/b"), bytes("b"))))))
            .revision(key("w/b"));
    assertThat(heard.tryAcquire(SECONDS, TimeUnit.SECONDS)).as("a child came").isTrue();
    quiet(heard);
    await(other.commit(List.of(new Op.ReplaceIf(key("w/b"), bytes("c"), revision))));
    assertThat(heard.tryAcquire(SECONDS, TimeUnit.SECONDS)).as("a child changed").isTrue();
    quiet(heard);
    await(other.commit(List.of(new Op.Delete(key("w/b")))));
    assertThat(heard.tryAcquire(SECONDS, TimeUnit.SECONDS)).as("a child went").isTrue();
  }

  @Test
  void aWatchThatWasClosedHearsNoMore() throws InterruptedException {
    Semaphore first = new Semaphore(0);
    Semaphore second = new Semaphore(0);
    await(kv.makeFolder(key("w")));
    var closed = kv.watch(key("w"), first::release);
    kv.watch(key("w"), second::release);
    hears(second, i -> create("w/a" + i, ""));
    closed.close();
    quiet(first);
    quiet(second);

    create("w/b", "");

    assertThat(second.tryAcquire(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(first.availablePermits()).isZero();
  }

  @Test
  void aWatcherThatThrowsHurtsNoOther() throws InterruptedException {
    Semaphore heard = new Semaphore(0);
    await(kv.makeFolder(key("w")));
    kv.watch(
        key("w"),
        () -> {
          throw new IllegalStateException("thrown by a watcher of a test");
        });
    kv.watch(key("w"), heard::release);

    hears(heard, i -> create("w/a" + i, ""));
    quiet(heard);
    create("w/b", "");

    assertThat(heard.tryAcquire(SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** Something that happens with a number. */
  private interface Deed {
    void happens(int number);
  }

  private static void hears(Semaphore heard, Deed deed) throws InterruptedException {
    for (int i = 0; i < 40; i++) {
      deed.happens(i);
      if (heard.tryAcquire(500, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    throw new AssertionError("the watch heard nothing");
  }

  /** Until nothing more comes of what happened before. */
  private static void quiet(Semaphore heard) throws InterruptedException {
    while (heard.tryAcquire(300, TimeUnit.MILLISECONDS)) {
      heard.drainPermits();
    }
  }

  // What is refused before it is sent

  @Test
  void whatIsTooMuchIsRefusedBeforeItIsSent() {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i <= kv.limits().maxOps(); i++) {
      ops.add(new Op.Create(key("k" + i), bytes("")));
    }
    Op large = new Op.Create(key("large"), new byte[kv.limits().maxValueBytes() + 1]);

    assertThatThrownBy(() -> kv.commit(ops)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kv.commit(List.of(large)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(await(kv.children(root, 10))).isEmpty();
  }

  @Test
  void aKeyThatStandsTwiceOrIsNoneIsRefusedBeforeItIsSent() {
    Op create = new Op.Create(key("a"), bytes("a"));

    assertThatThrownBy(() -> kv.commit(List.of(create, new Op.Delete(key("a")))))
        .isInstanceOf(IllegalArgumentException.class);
    for (String bad : List.of("", "/a", "a/", "a//b", "a/../b", "a/./b", "a b", "a/\u00e4")) {
      assertThatThrownBy(() -> kv.getAll(List.of(bad)))
          .as("the key \"" + bad + "\"")
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void afterTheEndNothingIsTaken() {
    Kv other = connection();
    other.close();
    other.close();

    assertThatThrownBy(() -> other.children(root, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.getAll(List.of(key("a"))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.commit(List.of())).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.makeFolder(root)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.watch(root, () -> {})).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(other::barrier).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(other::upkeep).isInstanceOf(IllegalStateException.class);
    create("a", "others go on");
  }

  @Test
  void upkeepHarmsNothing() {
    create("a", "one");

    await(kv.upkeep());
    await(kv.barrier());

    assertThat(text("a")).isEqualTo("one");
  }
}
