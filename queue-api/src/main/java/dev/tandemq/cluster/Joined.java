package dev.tandemq.cluster;

import java.util.Objects;

/** The backend's word on a wish to join. */
public sealed interface Joined {

  /** The node is a member now. */
  record Admitted(Member member) implements Joined {
    /** Checks that nothing is missing. */
    public Admitted {
      Objects.requireNonNull(member, "member");
    }
  }

  /** Another living incarnation has the name; nothing was changed. */
  record NameTaken(NodeView holder) implements Joined {
    /** Checks that nothing is missing. */
    public NameTaken {
      Objects.requireNonNull(holder, "holder");
    }
  }
}
