package dev.tandemq.redis.roles;

import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Runs the scripts of one role: one round trip each, over the keys of the role. Safe for concurrent
 * use.
 */
final class RoleCall {

  private static final String ROLES = "roles";

  private final RedisLink link;
  private final List<String> keys;

  /**
   * Calls over the clock and counters of all roles, and the keys of one.
   *
   * @param parts of the keys of the role, as {@code locks:ends}
   */
  RoleCall(RedisLink link, String... parts) {
    this.link = link;
    List<String> all = new ArrayList<>();
    all.add(link.key(ROLES));
    Arrays.stream(parts).forEach(part -> all.add(link.key(ROLES, part)));
    this.keys = List.copyOf(all);
  }

  /** A script of the roles, with what all of them share and what those of its role share. */
  static Script script(String shared, String name) {
    return Script.of("roles/common", "roles/" + shared, "roles/" + name);
  }

  /** Runs a script; numbers are passed as text. */
  <T> CompletionStage<T> run(Script script, Function<Answer, T> read, Object... args) {
    List<byte[]> bytes =
        Arrays.stream(args).map(arg -> arg.toString().getBytes(StandardCharsets.UTF_8)).toList();
    return link.run(script, keys, bytes)
        .thenApply(answer -> Answer.of(script.name(), answer).read(read));
  }
}
