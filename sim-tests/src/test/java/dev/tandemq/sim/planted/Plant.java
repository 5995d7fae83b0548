package dev.tandemq.sim.planted;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A bug from the field: how it gets into the shipped sources, and which check must catch it.
 *
 * @param name the bug, as the list of the field's bugs calls it
 * @param story what it does
 * @param edits the changes that bring it in
 * @param checks the invariants of which one must be seen broken
 * @param seeds within how many seeds
 */
record Plant(String name, String story, List<Edit> edits, Set<String> checks, int seeds) {

  static Plant of(String name, String story, Set<String> checks, int seeds, Edit... edits) {
    return new Plant(name, story, Arrays.asList(edits), checks, seeds);
  }

  @Override
  public String toString() {
    return name;
  }
}
