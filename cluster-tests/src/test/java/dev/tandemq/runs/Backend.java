package dev.tandemq.runs;

/** Where the nodes of a run keep their jobs and hold their cluster together: a real server. */
@FunctionalInterface
interface Backend {

  /** A URL for one run alone, which all its nodes open. */
  String url(String namespace);
}
