package dev.tandemq.store;

import java.util.List;

/**
 * What one turn brought.
 *
 * @param settled one answer for each settlement, in the order of the request
 * @param claims the claimed jobs, in the order in which they were due to be taken
 * @param more whether another claim right now would likely find something
 */
public record Turn(List<SettleResult> settled, List<Claim> claims, boolean more) {

  /** Takes copies of the lists. */
  public Turn {
    settled = List.copyOf(settled);
    claims = List.copyOf(claims);
  }
}
