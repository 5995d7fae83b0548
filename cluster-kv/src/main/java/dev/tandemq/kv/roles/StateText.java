package dev.tandemq.kv.roles;

import dev.tandemq.cluster.NodeState;
import java.util.Arrays;
import java.util.List;

/**
 * A node's state as one line: {@code ACTIVE 10 3 mail sms}, phase, slots, running and queues. Names
 * hold no spaces.
 */
final class StateText {

  private static final int NUMBERS = 3;

  private StateText() {}

  static String write(NodeState state) {
    StringBuilder text = new StringBuilder(state.phase().name());
    text.append(' ').append(state.slots()).append(' ').append(state.running());
    state.queues().forEach(queue -> text.append(' ').append(queue));
    return text.toString();
  }

  /**
   * Reads it back.
   *
   * @throws IllegalArgumentException when it was not written here
   */
  static NodeState read(String text) {
    List<String> words = Arrays.asList(text.split(" ", -1));
    if (words.size() < NUMBERS) {
      throw new IllegalArgumentException("a state of " + words.size() + " words");
    }
    return new NodeState(
        NodeState.Phase.valueOf(words.get(0)),
        Math.toIntExact(TextReader.number("slots", words.get(1))),
        Math.toIntExact(TextReader.number("running", words.get(2))),
        words.subList(NUMBERS, words.size()));
  }
}
