package dev.tandemq.sim.planted;

import java.util.regex.Pattern;

/**
 * A bug from the field that the contract kit catches: on a store or cluster that is broken on
 * purpose, of which the kit's own tests say that exactly its rules fail.
 *
 * @param name the bug, as the list of the field's bugs calls it
 * @param story what it does
 * @param file the source with the broken store or cluster, its path from the root of the checkout
 * @param fault the sentence by which it goes there
 * @param rule the rule of the kit that fails
 */
record KitCatch(String name, String story, String file, String fault, String rule) {

  /** Whether the broken one is still there, and still breaks the rule. */
  boolean isThere() {
    return Pattern.compile(
            Pattern.quote('"' + fault + '"') + "\\s*,\\s*Set\\.of\\([^)]*\"" + rule + '"')
        .matcher(Checkout.read(file))
        .find();
  }

  @Override
  public String toString() {
    return name;
  }
}
