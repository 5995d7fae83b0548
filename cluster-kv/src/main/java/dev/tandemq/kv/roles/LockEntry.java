package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.NodeId;

/**
 * The newest grant of a lock.
 *
 * @param lock the grant
 * @param hold for how long
 */
record LockEntry(Lock lock, Hold hold) {

  byte[] toBytes() {
    TextWriter text =
        new TextWriter()
            .number("token", lock.token())
            .line("node", lock.owner().name())
            .line("incarnation", lock.owner().incarnation());
    hold.write(text);
    return text.toBytes();
  }

  static LockEntry read(String name, String key, byte[] bytes) {
    return TextReader.read(key, bytes, text -> read(name, text));
  }

  private static LockEntry read(String name, TextReader text) {
    long token = text.growing("token");
    NodeId owner = new NodeId(text.line("node"), text.line("incarnation"));
    return new LockEntry(new Lock(name, owner, token), Hold.read(text));
  }
}
