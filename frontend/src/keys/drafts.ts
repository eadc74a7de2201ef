/** What the key worker does with drafts: opened, checked, shown, compared, let go. */

import type { Progress } from "../shv1/preview.ts";
import { approveDraft, openDraft } from "../shv1/client.ts";
import type { Draft } from "../shv1/client.ts";
import { parseBundle } from "../shv1/identity.ts";
import { mediaNames } from "../shv1/package.ts";
import { parseRecord } from "../shv1/record.ts";
import type { Unlocked } from "./account.ts";
import { Unknown } from "./extractions.ts";
import type { Answer, Ask } from "./messages.ts";
import { pageOf } from "./pages.ts";

const MAX_PAGE = 500;

/** What a preview would let leave. */
export interface Selection {
  readonly eid: string;
  readonly records: number;
  readonly sha256: string;
}

export class Drafts {
  private readonly drafts = new Map<string, Draft>();

  clear(): void {
    this.drafts.clear();
  }

  async open(
    me: Unlocked,
    ask: Ask<"openDraft">,
    previewed: Selection | null,
    progress: Progress,
  ): Promise<Answer<"openDraft">> {
    const draft = await openDraft(ask.container, me.identity, progress);
    const grant = draft.documents.grant.body;
    const release = draft.documents.release.body;
    this.drafts.set(release.rid, draft);
    const { records, sha256 } = grant.selection;
    return {
      rid: release.rid,
      gid: release.gid,
      eid: release.eid,
      steps: draft.steps,
      records,
      sha256,
      withheld: Object.fromEntries(release.withheld),
      media: mediaNames(draft.documents).length,
      releaseTo: grant.releaseTo,
      expires: grant.expires,
      same:
        previewed === null
          ? null
          : previewed.eid === release.eid &&
            previewed.records === records &&
            previewed.sha256 === sha256,
    };
  }

  records(ask: Ask<"draftRecords">): Answer<"draftRecords"> {
    const { shown } = this.draft(ask.rid).documents;
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
      const record = item === undefined || item.record === null ? null : parseRecord(item.record);
      return { at: [segment, place] as const, group, reason, record };
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
