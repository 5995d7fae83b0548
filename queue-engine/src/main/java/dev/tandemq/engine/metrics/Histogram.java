package dev.tandemq.engine.metrics;

/** How many values fell into each bucket; takes memory only for the sizes that occur. */
final class Histogram {

  private final long[][] rows = new long[Buckets.ROWS][];

  void add(long value) {
    int index = Buckets.indexOf(value);
    row(index / Buckets.STEPS)[index % Buckets.STEPS]++;
  }

  void addAll(Histogram other) {
    for (int r = 0; r < rows.length; r++) {
      long[] theirs = other.rows[r];
      if (theirs != null) {
        long[] ours = row(r);
        for (int i = 0; i < theirs.length; i++) {
          ours[i] += theirs[i];
        }
      }
    }
  }

  private long[] row(int number) {
    long[] row = rows[number];
    if (row == null) {
      row = new long[Buckets.STEPS];
      rows[number] = row;
    }
    return row;
  }

  /** The middle of the bucket that holds the value of that rank, from 1 to the count of all. */
  long at(long rank) {
    long seen = 0;
    for (int r = 0; r < rows.length; r++) {
      long[] row = rows[r];
      for (int i = 0; row != null && i < row.length; i++) {
        seen += row[i];
        if (seen >= rank) {
          return Buckets.valueOf(r * Buckets.STEPS + i);
        }
      }
    }
    throw new IllegalArgumentException("rank is " + rank + "; there are only " + seen + " values");
  }
}
