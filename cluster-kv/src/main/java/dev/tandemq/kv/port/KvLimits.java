package dev.tandemq.kv.port;

/**
 * How much one transaction of a backend takes. What is larger is refused before it is sent.
 *
 * @param maxOps most operations, each counted as {@link #cost} says
 * @param guardedDeleteCost how many of them one {@link Op.Delete} or {@link Op.DeleteIf} is
 * @param maxBytes most bytes of all operations, each counted as {@link #bytes} says
 * @param maxValueBytes most bytes of one value
 * @param maxChildren how many direct children a folder may have so that listing them stays cheap
 */
public record KvLimits(
    int maxOps, int guardedDeleteCost, int maxBytes, int maxValueBytes, int maxChildren) {

  /** What an operation takes beside its key and its value, on the wire of any backend. */
  private static final int OVERHEAD = 160;

  /** Checks that there is room for something. */
  public KvLimits {
    if (maxOps < 8 || guardedDeleteCost < 1 || maxValueBytes < 1024 || maxChildren < 256) {
      throw new IllegalArgumentException("no backend is as small as this: " + maxOps);
    }
    if (maxBytes < maxValueBytes) {
      throw new IllegalArgumentException(
          "maxBytes is " + maxBytes + "; one value may have " + maxValueBytes);
    }
  }

  /** How many operations this one counts as. */
  public int cost(Op op) {
    return op instanceof Op.Delete || op instanceof Op.DeleteIf ? guardedDeleteCost : 1;
  }

  /** How many bytes this one counts as. */
  public int bytes(Op op) {
    return OVERHEAD + op.key().length() + op.valueLength();
  }
}
