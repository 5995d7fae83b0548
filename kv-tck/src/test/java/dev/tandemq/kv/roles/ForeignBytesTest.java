package dev.tandemq.kv.roles;

import static dev.tandemq.kv.roles.TestWorld.ONE;
import static dev.tandemq.kv.roles.TestWorld.STATE;
import static dev.tandemq.kv.roles.TestWorld.TTL;
import static dev.tandemq.kv.roles.TestWorld.TWO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Bytes of somebody else under our keys: told where they stand, and no harm to anybody else. */
final class ForeignBytesTest {

  private static final NodeId WEB = new NodeId("web", "start-3");

  private final TestWorld world = new TestWorld();
  private final Kv foreign = world.server.connect();
  private final Cluster cluster = new TestCluster(world.setup());

  private void write(String path, byte[] bytes) {
    String key = TestWorld.key(path);
    world.await(foreign.makeFolder(key.substring(0, key.lastIndexOf('/'))));
    world.await(
        foreign
            .getAll(List.of(key))
            .thenCompose(
                found ->
                    foreign.commit(
                        List.of(
                            found.containsKey(key)
                                ? new Op.ReplaceKnown(key, bytes)
                                : new Op.Create(key, bytes)))));
  }

  private void expectCorrupt(String path, CompletionStage<?> call) {
    assertThat(world.failure(call))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining(TestWorld.key(path));
  }

  @Test
  void aForeignMemberHurtsNoOther() {
    world.await(cluster.membership().join(ONE, STATE, TTL));
    write("n/web", "{}".getBytes(UTF_8));

    expectCorrupt("n/web", cluster.membership().join(WEB, STATE, TTL));
    expectCorrupt("n/web", cluster.membership().renew(new Member(WEB, 1), STATE));
    expectCorrupt("n/web", cluster.membership().leave(new Member(WEB, 1)));
    assertThat(world.await(cluster.membership().nodes()))
        .extracting(NodeView::id)
        .containsExactly(ONE);
    world.await(cluster.membership().join(TWO, STATE, TTL));
    assertThat(world.text("n/web")).isEqualTo("{}");
  }

  @Test
  void aForeignLockHurtsNoOther() {
    world.await(cluster.locks().tryLock("a", ONE, TTL));
    write("l/b", new byte[] {(byte) 0xff, 0, 1});

    expectCorrupt("l/b", cluster.locks().tryLock("b", ONE, TTL));
    assertThat(world.await(cluster.locks().locks()))
        .extracting(view -> view.lock().name())
        .containsExactly("a");
    assertThat(world.await(cluster.locks().tryLock("c", ONE, TTL))).isPresent();
  }

  @Test
  void aForeignLeaderIsTold() {
    write("lead", "someone".getBytes(UTF_8));

    expectCorrupt("lead", cluster.election().leader());
    expectCorrupt("lead", cluster.election().tryLead(ONE, TTL, 0));
    expectCorrupt("lead", cluster.election().resign(ONE, 1));
    assertThat(world.text("lead")).isEqualTo("someone");
  }

  @Test
  void aForeignFenceIsTold() {
    write("swept-l", "sheep".getBytes(UTF_8));

    expectCorrupt("swept-l", cluster.locks().tryLock("a", ONE, TTL));
    assertThat(world.await(cluster.locks().locks())).isEmpty();
  }

  @Test
  void foreignWordsHurtNoOther() {
    List<String> heard = new ArrayList<>();
    cluster.broadcast().listen("topic", word -> heard.add(new String(word, UTF_8)));
    world.await(cluster.broadcast().send("topic", "first".getBytes(UTF_8)));
    write("b/topic/whatever", "foreign".getBytes(UTF_8));
    write("b/topic/" + Word.name(world.time.nanos(), new Random(1)), "foreign".getBytes(UTF_8));
    write("b/topic/" + Word.name(world.time.nanos(), new Random(2)), new byte[0]);

    world.await(cluster.broadcast().send("topic", "second".getBytes(UTF_8)));
    world.pass(KvBroadcast.PAUSE);

    assertThat(heard).containsExactly("first", "second");
  }

  @Test
  void aLaterVersionIsToldAsWhatItMayBe() {
    world.await(cluster.locks().tryLock("a", ONE, TTL));
    write("l/a", ("2" + world.text("l/a").substring(1)).getBytes(UTF_8));

    assertThat(world.failure(cluster.locks().tryLock("a", ONE, TTL)))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("newer release");
  }

  @Test
  void noByteThatIsChangedIsEverTakenForWhatItIsNot() {
    world.await(cluster.membership().join(ONE, STATE, TTL));
    world.await(cluster.election().tryLead(ONE, TTL, 0));
    world.await(cluster.locks().tryLock("a", ONE, TTL));
    Random random = new Random(11);
    for (String path : List.of("n/one", "lead", "l/a")) {
      byte[] whole = world.text(path).getBytes(UTF_8);
      for (int i = 0; i < 300; i++) {
        byte[] bytes = whole.clone();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        write(path, bytes);
        expectAnAnswerOrCorrupt(path);
        write(path, Arrays.copyOf(whole, random.nextInt(whole.length)));
        expectAnAnswerOrCorrupt(path);
      }
      write(path, whole);
    }
    assertThat(world.await(cluster.locks().locks())).extracting(LockView::lock).hasSize(1);
  }

  private void expectAnAnswerOrCorrupt(String path) {
    CompletionStage<?> call =
        switch (path) {
          case "n/one" -> cluster.membership().join(new NodeId("one", "start-9"), STATE, TTL);
          case "lead" -> cluster.election().leader();
          default -> cluster.locks().tryLock("a", TWO, TTL);
        };
    CompletionStage<Boolean> understood =
        call.handle(
            (answer, failure) ->
                failure == null || Failures.cause(failure) instanceof CorruptJobException);
    assertThat(world.await(understood))
        .as("answered, or told to be none of ours: %s", world.text(path))
        .isTrue();
  }
}
