/** What can go wrong in the log: the family of audit/errors.py, one type a meaning. */

/** The bytes are not a log entry. */
export class MalformedEntry extends Error {
  override readonly name = "MalformedEntry";
}

/** The text is not a signed note, a proof or a policy. */
export class MalformedNote extends Error {
  override readonly name = "MalformedNote";
}

/** The text is not a checkpoint. */
export class MalformedCheckpoint extends Error {
  override readonly name = "MalformedCheckpoint";
}

/** An inclusion or consistency proof does not hold, or too few vouch for it. */
export class NotProven extends Error {
  override readonly name = "NotProven";
}

/** A signature or cosignature of a known key does not verify, or is missing. */
export class BadSignature extends Error {
  override readonly name = "BadSignature";
}
