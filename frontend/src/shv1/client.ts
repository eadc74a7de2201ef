/**
 * A draft in her client: opened, checked whole, and let go to the people that she names.
 *
 * docs/formats/release.md 3, as extraction/client.py does it.
 */

import { hex } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { boxHead, openPackage, parseContainer, unwrapKey, wrapKey } from "./container.ts";
import type { Container, Wrap } from "./container.ts";
import { NoIdentityMatches, NotAuthentic, NotVerified } from "./errors.ts";
import type { Bundle, Identity } from "./identity.ts";
import { RELEASE, readPackage } from "./package.ts";
import type { Documents } from "./package.ts";
import { signApproval } from "./release.ts";
import { sha256 } from "./sodium.ts";
import { verifyDraft } from "./verify.ts";
import type { Step } from "./verify.ts";

/** A draft that was opened and passed every step. */
export interface Draft {
  readonly container: Container;
  readonly secret: Bytes;
  readonly documents: Documents;
  readonly steps: readonly Step[];
}

/** What an approval makes: the signed statement, and the wraps that it names. */
export interface Approved {
  readonly statement: Bytes;
  readonly wraps: readonly Wrap[];
}

/**
 * Opens a draft and checks it whole.
 *
 * Throws NotVerified: a step fails; NotAuthentic: changed, or no draft; NoIdentityMatches: it
 * is sealed to somebody else.
 */
export async function openDraft(
  data: Bytes,
  survivor: Identity,
  progress: (done: number, total: number) => void,
): Promise<Draft> {
  const container = parseContainer(data);
  const secret = await unwrapKey(container, survivor);
  const documents = readPackage(await openPackage(secret, container));
  // What she is about to let go is what she agreed to, record for record.
  const steps = await verifyDraft(documents, progress);
  const { cover, wraps } = container;
  if (cover.approval !== null || wraps.length !== 1 || wraps[0]?.fp !== survivor.bundle.fp) {
    throw new NotAuthentic("this is not a draft: it is approved, or wrapped to others");
  }
  const release = documents.release.body;
  if (documents.survivor.fp !== survivor.bundle.fp) {
    throw new NotVerified(4, "the draft is of somebody else's records");
  }
  if (cover.rid !== release.rid || cover.eid !== release.eid) {
    throw new NotVerified(7, "the cover is of another release");
  }
  return { container, secret, documents, steps };
}

/**
 * Wraps a draft's key to the named people and to her, and signs that.
 *
 * Throws NoIdentityMatches: nobody is named, or somebody whom the grant does not name.
 */
export async function approveDraft(
  draft: Draft,
  survivor: Identity,
  recipients: readonly Bundle[],
  now: number,
): Promise<Approved> {
  const grant = draft.documents.grant.body;
  const wanted = new Set(recipients.map((person) => person.fp));
  if (wanted.size === 0 || [...wanted].some((fp) => !grant.releaseTo.includes(fp))) {
    throw new NoIdentityMatches("the grant does not name every recipient");
  }
  const others = new Map(recipients.map((person) => [person.fp, person]));
  others.delete(survivor.bundle.fp);
  const wraps: Wrap[] = [];
  for (const person of [survivor.bundle, ...others.values()]) {
    wraps.push(await wrapKey(draft.secret, draft.container.cover, person));
  }
  const release = draft.documents.release.body;
  const statement = signApproval(survivor, {
    rid: release.rid,
    gid: release.gid,
    eid: release.eid,
    release: draft.documents.digests.get(RELEASE) ?? "",
    head: boxHead(draft.container.box),
    wraps: wraps.map(({ fp, wrap }) => [fp, hex(sha256(wrap))]),
    created: now,
    expires: grant.expires,
  });
  return { statement, wraps };
}
