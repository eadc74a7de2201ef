/** What can go wrong with sealed bytes: the family of vault/errors.py, one type a meaning. */

/** The bytes are not the format. */
export class Malformed extends Error {
  override readonly name: string = "Malformed";
}

export class MalformedSegment extends Malformed {
  override readonly name = "MalformedSegment";
}

export class MalformedCatalogue extends Malformed {
  override readonly name = "MalformedCatalogue";
}

export class MalformedEnvelope extends Malformed {
  override readonly name = "MalformedEnvelope";
}

export class MalformedIdentity extends Malformed {
  override readonly name = "MalformedIdentity";
}

export class MalformedStatement extends Malformed {
  override readonly name = "MalformedStatement";
}

/** A tag or signature failed: the bytes were changed, or this is another key. */
export class NotAuthentic extends Error {
  override readonly name = "NotAuthentic";
}

/** None of the identities at hand unwraps this. */
export class NoIdentityMatches extends Error {
  override readonly name = "NoIdentityMatches";
}

/** The page could not fetch what was asked for, or fetched another length. */
export class Missing extends Error {
  override readonly name = "Missing";
}

/** A key derivation lies below the client's floor. */
export class WeakParameters extends Error {
  override readonly name = "WeakParameters";
}

/** The device has too little memory. */
export class NoMemory extends Error {
  override readonly name = "NoMemory";
}

/** The scope is malformed, over a cap, or not of this extraction. */
export class InvalidScope extends Error {
  override readonly name = "InvalidScope";
}

/** A numbered step of a verification failed (docs/formats/release.md 4). */
export class NotVerified extends Error {
  override readonly name = "NotVerified";
  readonly step: number;

  constructor(step: number, detail: string) {
    super(detail);
    this.step = step;
  }
}

type Kind = new (message: string) => Malformed;

/** Runs a reader, and gives what is malformed in it the reader's own kind. */
export function reading<T>(kind: Kind, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const own: boolean = error instanceof kind;
    if (!own && error instanceof Malformed) throw new kind(`${what}: ${error.message}`);
    throw error;
  }
}
