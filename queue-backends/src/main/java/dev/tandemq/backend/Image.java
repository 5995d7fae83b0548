package dev.tandemq.backend;

import java.util.Map;

/**
 * The servers that tests can have, each as a pair: the official image, and a small one that {@code
 * scripts/backends} makes where no image registry is reached. Names and versions are those of that
 * script.
 */
enum Image {
  REDIS("redis:7.4", "local/redis:7.0.15"),
  /** Its makers publish none under a short name: the local one is for all. */
  ETCD("local/etcd:3.5.16", "local/etcd:3.5.16"),
  CONSUL("hashicorp/consul:1.20", "local/consul:1.8.7"),
  ZOOKEEPER("zookeeper:3.9", "local/zookeeper:3.9.4");

  /**
   * The variable that picks: {@code official}, which is also what it means to be unset, or {@code
   * local}.
   */
  static final String VARIABLE = "BACKEND_IMAGES";

  private final String official;
  private final String local;

  Image(String official, String local) {
    this.official = official;
    this.local = local;
  }

  /**
   * The name of the image to use.
   *
   * @throws IllegalStateException when the variable holds another word
   */
  String pick(Map<String, String> environment) {
    String choice = environment.getOrDefault(VARIABLE, "official");
    return switch (choice) {
      case "official" -> official;
      case "local" -> local;
      default ->
          throw new IllegalStateException(
              VARIABLE + " is \"" + choice + "\"; it can be official or local");
    };
  }
}
