package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where things stand, below the folder of a namespace.
 *
 * @param root the folder of the namespace
 */
record Layout(String root) {

  private static final HexFormat HEX = HexFormat.of();

  /** The folder of all queues. */
  String queues() {
    return root + "/q";
  }

  /** The queue itself: its flags. */
  String queue(String queue) {
    return root + "/q/" + queue;
  }

  /** One of the folders of a queue. */
  String folder(String queue, Place.Kind kind) {
    return queue(queue) + "/" + kind.folder();
  }

  /** The folder of the pages of a queue. */
  String pages(String queue) {
    return queue(queue) + "/w";
  }

  /** The page of one connection. */
  String page(String queue, String incarnation) {
    return pages(queue) + "/" + incarnation;
  }

  /** The marker of a bucket, which is the folder of its entries. */
  String bucket(String queue, Place place) {
    return folder(queue, place.kind()) + "/" + place.bucket();
  }

  /** One entry. */
  String entry(String queue, Place place) {
    return bucket(queue, place) + "/" + place.entry();
  }

  /** The folder of a job's record. */
  String jobFolder(JobId id) {
    return root + "/j/" + spread(id);
  }

  /** A job's record. */
  String job(JobId id) {
    return jobFolder(id) + "/" + id;
  }

  /** One part of a large job. */
  String part(JobId id, String nonce, int number) {
    return root + "/p/" + spread(id) + "/" + id + "." + nonce + "." + number;
  }

  /** The folder of a job's parts. */
  String partFolder(JobId id) {
    return root + "/p/" + spread(id);
  }

  /** Who holds a unique key in a queue. */
  String unique(String queue, String key) {
    return uniqueFolder(queue, key) + "/" + HEX.formatHex(digest(queue, key), 1, 17);
  }

  /** The folder of that. */
  String uniqueFolder(String queue, String key) {
    return root + "/u/" + HEX.formatHex(digest(queue, key), 0, 1);
  }

  /** The newest term that was seen. */
  String term() {
    return root + "/term";
  }

  /** Ids of version 7 begin alike and end by chance. */
  private static String spread(JobId id) {
    return HEX.toHexDigits((byte) id.low());
  }

  private static byte[] digest(String queue, String key) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest((queue + "\0" + key).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
