package dev.tandemq.cli.work;

/** Why a session is over. */
enum End {
  /** It was told to stop. */
  STOPPED,
  /** The queues are empty. */
  DRAINED,
  /** Enough jobs are finished. */
  ENOUGH,
  /** The store was lost for too long. */
  GIVEN_UP,
  /** Nobody reads the output any more. */
  OUTPUT_BROKEN
}
