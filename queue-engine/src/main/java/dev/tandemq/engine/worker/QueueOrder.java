package dev.tandemq.engine.worker;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** In which order a turn looks at the queues. Safe for concurrent use. */
@FunctionalInterface
interface QueueOrder {

  /** All queues, in the order of the next turn. */
  List<String> next();

  /** Always the same. */
  static QueueOrder strict(List<String> queues) {
    List<String> order = List.copyOf(queues);
    return () -> order;
  }

  /**
   * Drawn anew for each turn: the first by weight among all, the next by weight among the rest. So
   * a busy queue gets its share, none starves, and one that is empty costs nothing, for the others
   * come after it in the same turn.
   *
   * @param weights each at least 1; the sum fits an int
   */
  static QueueOrder weighted(Map<String, Integer> weights, RandomGenerator random) {
    if (weights.size() == 1) {
      return strict(List.copyOf(weights.keySet()));
    }
    String[] names = weights.keySet().toArray(new String[0]);
    int[] shares = new int[names.length];
    int all = 0;
    for (int i = 0; i < names.length; i++) {
      shares[i] = weights.getOrDefault(names[i], 1);
      all += shares[i];
    }
    int total = all;
    return () -> draw(names.clone(), shares.clone(), total, random);
  }

  private static List<String> draw(
      String[] names, int[] shares, int total, RandomGenerator random) {
    int left = total;
    for (int place = 0; place < names.length - 1; place++) {
      int point = random.nextInt(left);
      int drawn = place;
      while (point >= shares[drawn]) {
        point -= shares[drawn];
        drawn++;
      }
      left -= shares[drawn];
      String name = names[drawn];
      int share = shares[drawn];
      names[drawn] = names[place];
      shares[drawn] = shares[place];
      names[place] = name;
      shares[place] = share;
    }
    return List.of(names);
  }
}
