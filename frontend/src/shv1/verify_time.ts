/**
 * What a release's time stamps say: step 17, where authorities are pinned.
 *
 * docs/formats/release.md 4. Fetched when it is needed: few look at a stamped release.
 */

import { parseNote } from "../log/note.ts";
import { parseProof } from "../log/proof.ts";
import { parseAuthority } from "../stamps/authority.ts";
import { checkToken } from "../stamps/timestamp.ts";
import type { Stamp } from "../stamps/timestamp.ts";
import { unb64 } from "./canonical.ts";
import type { TimeStampJson } from "./container.ts";
import { NotVerified } from "./errors.ts";
import type { Outcome } from "./verify_keys.ts";

const [FUTURE, SLACK] = [300, 5];

/** Checks every stamp against the checkpoint of the release's log proof; `now` is in seconds. */
export function checkStamps(
  stamps: readonly TimeStampJson[],
  proof: string,
  pinned: readonly string[],
  released: number,
  now: number,
): Outcome {
  const proven = parseNote(parseProof(proof).checkpoint).text;
  const authorities = pinned.map((pem) => parseAuthority(pem));
  const found = stamps.map(({ note, token }): Stamp => {
    if (parseNote(note).text !== proven) {
      throw new NotVerified(17, "a time stamp is for another checkpoint than the log proofs'");
    }
    const stamp = checkToken(unb64(token), proven, authorities);
    if (stamp.at > now + FUTURE) throw new NotVerified(17, "a time stamp lies in the future");
    if (stamp.at + stamp.slack + SLACK < released) {
      throw new NotVerified(17, "a time stamp is older than what it covers");
    }
    return stamp;
  });
  const first = found.reduce((one, other) => (other.at < one.at ? other : one));
  const when = new Date(Math.floor(first.at) * 1000).toISOString().slice(0, 19).replace("T", " ");
  return { status: "pass", detail: `logged by ${when} UTC at the latest, says ${first.authority}` };
}
