/** What the key worker does with drafts: opened, checked, shown, compared, let go. */

import { hex } from "../bytes.ts";
import { approveDraft, openDraft } from "../shv1/client.ts";
import type { Draft } from "../shv1/client.ts";
import { copyAt, marshalDerived } from "../shv1/derived.ts";
import { parseBundle } from "../shv1/identity.ts";
import { derivedHash, mediaNames } from "../shv1/package.ts";
import type { Preview, Progress } from "../shv1/preview.ts";
import { parseRecord } from "../shv1/record.ts";
import { sha256 } from "../shv1/sodium.ts";
import type { Unlocked } from "./account.ts";
import { Unknown } from "./extractions.ts";
import type { Answer, Ask } from "./messages.ts";
import { fatesOf, hiddenOf, pageOf } from "./pages.ts";

const MAX_PAGE = 500;

export class Drafts {
  private readonly drafts = new Map<string, Draft>();

  clear(): void {
    this.drafts.clear();
  }

  async open(
    me: Unlocked,
    ask: Ask<"openDraft">,
    previewed: Preview | null,
    progress: Progress,
  ): Promise<Answer<"openDraft">> {
    const draft = await openDraft(ask.container, me.identity, progress);
    const grant = draft.documents.grant.body;
    const release = draft.documents.release.body;
    this.drafts.set(release.rid, draft);
    const { selection, derived } = grant;
    return {
      rid: release.rid,
      gid: release.gid,
      eid: release.eid,
      steps: draft.steps,
      records: selection.records + derived.records,
      sha256: selection.sha256,
      withheld: Object.fromEntries(release.withheld),
      media: mediaNames(draft.documents).length + mediaNames(draft.documents, "derived").length,
      ...hiddenOf(draft.documents.derived),
      releaseTo: grant.releaseTo,
      expires: grant.expires,
      same:
        previewed === null
          ? null
          : previewed.eid === release.eid &&
            previewed.records === selection.records &&
            previewed.digest === selection.sha256 &&
            derivedHash(draft.documents) === hex(sha256(marshalDerived(previewed.derived))),
    };
  }

  records(ask: Ask<"draftRecords">): Answer<"draftRecords"> {
    const { shown, derived } = this.draft(ask.rid).documents;
    const excerpts = new Map(shown.map(({ excerpt }) => [excerpt.index, excerpt]));
    const decided = shown.map(({ excerpt }) => ({
      index: excerpt.index,
      group: excerpt.tag,
      reasons: excerpt.items.map((item) => (item.record === null ? item.reason : null)),
    }));
    const count = Math.min(ask.count, MAX_PAGE);
    const page = pageOf(decided, ask.show, undefined, ask.from, count);
    const records = page.places.map(({ segment, place, group, reason }) => {
      const item = excerpts.get(segment)?.items[place];
      const given = copyAt(derived, segment, place) ?? item?.record ?? null;
      const record = given === null ? null : parseRecord(given);
      return { at: [segment, place] as const, group, reason, record, fates: fatesOf(derived, record) };
    });
    return { from: ask.from, total: page.total, records };
  }

  async approve(me: Unlocked, ask: Ask<"approve">): Promise<Answer<"approve">> {
    const recipients = ask.recipients.map((raw) => parseBundle(raw));
    const { statement, wraps } = await approveDraft(
      this.draft(ask.rid),
      me.identity,
      recipients,
      ask.now,
    );
    return { approval: statement, wraps };
  }

  private draft(rid: string): Draft {
    const found = this.drafts.get(rid);
    if (found === undefined) throw new Unknown("the draft is not open");
    return found;
  }
}
