package dev.tandemq.cluster;

/** The backend's word on the renewal of something that is held for a time. */
public enum Renewal {
  /** It holds anew, from the moment the backend applied the call. */
  RENEWED,
  /** It has ended, or somebody else has it; nothing was changed. */
  LOST
}
