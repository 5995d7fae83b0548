package dev.tandemq.kv.port;

import java.util.Objects;

/**
 * One operation of a transaction on one key, with the guard that must hold.
 *
 * <p>Where a class says <em>known</em> there is no guard: another one in the same transaction
 * implies that the key is there. Where it is not, what happens is the backend's affair.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public sealed interface Op {

  /** The key that it is about. */
  String key();

  /** Writes a key that must not be there. */
  record Create(String key, byte[] value) implements Op {
    /** Checks that nothing is missing. */
    public Create {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }
  }

  /** Writes a key that must be at this revision. */
  record ReplaceIf(String key, byte[] value, long revision) implements Op {
    /** Checks that nothing is missing. */
    public ReplaceIf {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }
  }

  /** Changes nothing; the key must be at this revision. */
  record Check(String key, long revision) implements Op {
    /** Checks that nothing is missing. */
    public Check {
      Objects.requireNonNull(key, "key");
    }
  }

  /** Deletes a key that must be there. */
  record Delete(String key) implements Op {
    /** Checks that nothing is missing. */
    public Delete {
      Objects.requireNonNull(key, "key");
    }
  }

  /** Deletes a key that must be at this revision. */
  record DeleteIf(String key, long revision) implements Op {
    /** Checks that nothing is missing. */
    public DeleteIf {
      Objects.requireNonNull(key, "key");
    }
  }

  /** Writes a key that is known to be there. */
  record ReplaceKnown(String key, byte[] value) implements Op {
    /** Checks that nothing is missing. */
    public ReplaceKnown {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }
  }

  /** Deletes a key that is known to be there. */
  record DeleteKnown(String key) implements Op {
    /** Checks that nothing is missing. */
    public DeleteKnown {
      Objects.requireNonNull(key, "key");
    }
  }

  /** The bytes that it writes; empty for those that write none. */
  default int valueLength() {
    if (this instanceof Create create) {
      return create.value().length;
    }
    if (this instanceof ReplaceIf replace) {
      return replace.value().length;
    }
    return this instanceof ReplaceKnown replace ? replace.value().length : 0;
  }
}
