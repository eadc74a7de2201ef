/** What is revoked from when (docs/formats/shv1.md 3); whose lists count is in revocation.ts. */

/** A root's word holds for any key, an issuer's for what it certified. Seconds since 1970. */
export interface Revoked {
  readonly byRoots: ReadonlyMap<string, number>;
  readonly byIssuers: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export const NONE_REVOKED: Revoked = { byRoots: new Map(), byIssuers: new Map() };

/** Tells whether what `issuer` certified of `subject` no longer counts at a moment. */
export function isRevoked(revoked: Revoked, subject: string, issuer: string, at: number): boolean {
  const said = [revoked.byRoots.get(subject), revoked.byIssuers.get(issuer)?.get(subject)];
  return said.some((since) => since !== undefined && since <= at);
}
