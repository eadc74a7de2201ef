/**
 * RFC 3161 time stamps over checkpoints: what an authority signed, and when it says it did.
 *
 * As `check_token_alone` of audit/timestamp.py: docs/formats/checkpoint.md 6.1. Only pinned
 * authorities count: a certificate that travels with a token is looked at, never trusted.
 */

import { BadSignature, MalformedNote } from "../log/errors.ts";
import type { Authority } from "./authority.ts";
import { checkChain } from "./chain.ts";
import { checkImprint, parseToken } from "./token.ts";
import type { Token } from "./token.ts";

/** When a checkpoint existed at the latest, and who says so; seconds, `slack` its accuracy. */
export interface Stamp {
  readonly at: number;
  readonly slack: number;
  readonly authority: string;
}

/** Checks a time stamp over a checkpoint's text, or throws MalformedNote, NotProven or BadSignature. */
export function checkToken(
  token: Uint8Array,
  text: string,
  authorities: readonly Authority[],
): Stamp {
  const found = parseToken(token);
  checkImprint(found.info, text);
  const authority = authorities.find((each) => isOf(found, each));
  if (authority === undefined) throw new BadSignature("no pinned authority signed the time stamp");
  return { at: found.info.at, slack: found.info.slack, authority: authority.name };
}

function isOf(token: Token, { pinned, owned }: Authority): boolean {
  try {
    checkChain(token, pinned, owned);
    return true;
  } catch (error) {
    if (error instanceof BadSignature || error instanceof MalformedNote) return false;
    throw error;
  }
}
