package dev.tandemq.kv.jobs;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Places as bytes. */
final class Places {

  private static final Place.Kind[] KINDS = Place.Kind.values();

  private Places() {}

  @SuppressWarnings("EnumOrdinal") // three kinds, written in this order for ever
  static void write(DataOutputStream out, Place place) throws IOException {
    out.writeByte(place.kind().ordinal());
    out.writeUTF(place.bucket());
    out.writeUTF(place.entry());
  }

  static Place read(DataInputStream in) throws IOException {
    int kind = in.readByte();
    if (kind < 0 || kind >= KINDS.length) {
      throw new IOException("no kind of place: " + kind);
    }
    return new Place(KINDS[kind], in.readUTF(), in.readUTF());
  }
}
