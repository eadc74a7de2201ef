/** What the key worker does with opened extractions: previews, their records, grants. */

import { hex } from "../bytes.ts";
import type { Bytes, Random } from "../bytes.ts";
import { own } from "../shv1/canonical.ts";
import { groupOf, rowAt } from "../shv1/catalogue.ts";
import type { Json } from "../shv1/canonical.ts";
import { copyAt } from "../shv1/derived.ts";
import type { Copy } from "../shv1/derived.ts";
import { indexesOf, runsOf } from "../shv1/completeness.ts";
import { InvalidScope, NotAuthentic } from "../shv1/errors.ts";
import { parseGrant } from "../shv1/grant.ts";
import { buildGrant } from "../shv1/grant_builder.ts";
import { showTime } from "../shv1/ids.ts";
import { parseBundle } from "../shv1/identity.ts";
import { signReceipt } from "../shv1/ingest.ts";
import { MAX_STRIPPED, stripBytes } from "../shv1/media_rule.ts";
import type { StripMedium } from "../shv1/media_rule.ts";
import { openExtraction } from "../shv1/opening.ts";
import type { OpenedExtraction, OpenedSegment } from "../shv1/opening.ts";
import { Excluded, leaves, matchingGroups, preview } from "../shv1/preview.ts";
import type { OpenSegment, Preview, Progress } from "../shv1/preview.ts";
import { parseRecord } from "../shv1/record.ts";
import { parseScope } from "../shv1/scope.ts";
import { UNDATED } from "../shv1/segment.ts";
import { digest } from "../shv1/statement.ts";
import { checkWorkerKey } from "../shv1/worker_key.ts";
import { onlyPoints, pointsOf } from "../shv1/visit.ts";
import type { Unlocked } from "./account.ts";
import type { Answer, Ask, GroupJson, PreviewJson } from "./messages.ts";
import { fatesOf, hiddenOf, pageOf } from "./pages.ts";
import type { Decided } from "./pages.ts";
import { SealedStore } from "./sealed_store.ts";
import type { Need } from "./sealed_store.ts";

/** A message names an extraction, a preview or a draft that the worker does not have. */
export class Unknown extends Error {
  override readonly name = "Unknown";
}

const CLOCKS_APART = 600;
const KEPT_SEGMENTS = 64;
const MAX_PAGE = 500;

interface Holding {
  readonly opened: OpenedExtraction;
  /** certs.json as it was delivered. */
  readonly certs: Bytes;
  /** Segments that were shown last, so that a page back is not fetched again. */
  readonly recent: Map<number, OpenedSegment>;
  /** What stripping left of each medium, so that it is fetched once. */
  readonly stripped: Map<string, Copy | null>;
}

interface Found {
  readonly holding: Holding;
  readonly preview: Preview;
  readonly decided: readonly Decided[];
}

export class Extractions {
  private readonly random: Random;
  private readonly holdings = new Map<string, Holding>();
  private readonly found = new Map<number, Found>();
  private readonly gids = new Set<string>();
  private next = 1;

  constructor(random: Random) {
    this.random = random;
  }

  clear(): void {
    this.holdings.clear();
    this.found.clear();
  }

  async open(me: Unlocked, ask: Ask<"openExtraction">): Promise<Answer<"openExtraction">> {
    const opened = await openExtraction(ask, me.identity);
    if (opened.eid !== ask.eid) throw new NotAuthentic("this is another extraction");
    const { certs } = ask;
    this.holdings.set(ask.eid, { opened, certs, recent: new Map(), stripped: new Map() });
    const { ingest, raw } = opened.checked;
    const { catalogue } = opened;
    const groups = groupsOf(opened);
    return {
      eid: opened.eid,
      root: ingest.root,
      guardian: ingest.guardian,
      created: showTime(ingest.created),
      tool: { name: ingest.tool.name, version: ingest.tool.version },
      statement: hex(digest(raw)),
      records: groups.reduce((sum, group) => sum + group.records, 0),
      segments: catalogue.segments.length,
      objects: catalogue.objects.length,
      groups,
    };
  }

  receipt(me: Unlocked, { eid }: Ask<"receipt">): Answer<"receipt"> {
    const { ingest, raw } = this.holding(eid).opened.checked;
    const statement = hex(digest(raw));
    const { root, guardian } = ingest;
    if (guardian === null) throw new NotAuthentic("what she added herself has no receipt");
    return { receipt: signReceipt(me.identity, { eid, root, guardian, statement }) };
  }

  async preview(ask: Ask<"preview">, need: Need, progress: Progress): Promise<PreviewJson> {
    const holding = this.holding(ask.eid);
    const { opened } = holding;
    const { catalogue } = opened;
    const scope = parseScope(ask.scope as unknown as Json);
    if (!scope.x.has(ask.eid)) throw new InvalidScope("the scope is not of this extraction");
    const runs = runsOf(catalogue.segments, matchingGroups(catalogue, scope), scope);
    const read = reader(opened, indexesOf(runs), need);
    const strip = stripper(holding, need);
    const result = await preview(catalogue, scope, read, strip, new Excluded(ask.excluded), progress);
    const decided = result.chosen.map(({ index, reasons }) => ({
      index,
      group: rowAt(catalogue, index).tag,
      reasons,
    }));
    const number = this.next++;
    this.found.set(number, { holding, preview: result, decided });
    return {
      preview: number,
      records: result.records + result.derived.records.length,
      sha256: result.digest,
      ...hiddenOf(result.derived),
      categories: result.categories,
      withheld: result.withheld,
      groups: countsOf(decided),
    };
  }

  /** Gives what was opened and its certificates, or throws Unknown. */
  opened(eid: string): { readonly opened: OpenedExtraction; readonly certs: Bytes } {
    return this.holding(eid);
  }

  /** Gives a preview, or throws Unknown. */
  selection(number: number): Preview {
    return this.result(number).preview;
  }

  async records(ask: Ask<"records">, need: Need): Promise<Answer<"records">> {
    const { holding, preview: result, decided } = this.result(ask.preview);
    const count = Math.min(ask.count, MAX_PAGE);
    const page = pageOf(decided, ask.show, ask.group, ask.from, count);
    const missing = new Set(page.places.map(({ segment }) => segment));
    for (const index of holding.recent.keys()) missing.delete(index);
    const read = reader(holding.opened, [...missing], need);
    const records = [];
    for (const { segment, place, group, reason } of page.places) {
      const { records: all } = await recentSegment(holding, segment, read);
      const copy = copyAt(result.derived, segment, place);
      const found = copy ?? all[place];
      const record = found === undefined ? null : parseRecord(found);
      const fates = leaves(reason) ? fatesOf(result.derived, record) : {};
      records.push({ at: [segment, place] as const, group, reason, record, fates });
    }
    return { from: ask.from, total: page.total, records };
  }

  async medium(ask: Ask<"medium">, need: Need): Promise<Answer<"medium">> {
    const { opened } = this.holding(ask.eid);
    const index = opened.catalogue.objects.findIndex((row) => row.sha256 === ask.sha256);
    const row = opened.catalogue.objects[index];
    if (row === undefined) throw new Unknown("no object has this hash");
    const data = await opened.readObject(index, new SealedStore(ask.eid, need, []));
    return { mime: row.mime, data: data.slice() };
  }

  async visit(ask: Ask<"visit">, need: Need): Promise<Answer<"visit">> {
    const { opened } = this.holding(ask.eid);
    const shown = await opened.readVisit(new SealedStore(ask.eid, need, []));
    return { points: shown === null ? null : pointsOf(shown) };
  }

  async grant(
    me: Unlocked,
    ask: Ask<"grant">,
    need: Need,
    progress: Progress,
  ): Promise<Answer<"grant">> {
    const { holding, preview: result } = this.result(ask.preview);
    if (ask.until <= ask.now) throw new InvalidScope("the grant would end before it begins");
    if (ask.recipients.length === 0) throw new InvalidScope("the grant names nobody");
    const key = await checkWorkerKey(ask.workerKey, ask.certs, ask.roots, ask.now);
    if (this.gids.has(key.gid)) throw new NotAuthentic("this worker key was used before");
    const terms = {
      gid: key.gid,
      worker: key.bundle,
      workerCert: hex(digest(ask.workerKey)),
      releaseTo: ask.recipients.map((raw) => parseBundle(raw).fp),
      approval: ask.approval,
      created: ask.now,
      // The vault's clock may be behind hers.
      notBefore: ask.now - CLOCKS_APART,
      expires: ask.until,
      request: ask.request,
      consent: key.gid,
      policy: ask.policy,
      notice: ask.notice,
    };
    const { opened } = holding;
    const read = reader(opened, result.chosen.map(({ index }) => index), need);
    const { random } = this;
    const visit = await opened.readVisit(new SealedStore(opened.eid, need, []));
    if (ask.points.some((name) => visit?.openings.has(name) !== true)) {
      throw new Unknown("the visit statement has no such point");
    }
    const shown = visit === null ? null : onlyPoints(visit, new Set(ask.points));
    const signed = await buildGrant(
      opened,
      read,
      result,
      terms,
      shown,
      me.identity,
      random,
      progress,
    );
    // What is sent is read back as its readers will.
    parseGrant(signed.statement);
    this.gids.add(key.gid);
    return { gid: key.gid, ...signed };
  }

  private holding(eid: string): Holding {
    const found = this.holdings.get(eid);
    if (found === undefined) throw new Unknown("the extraction is not open");
    return found;
  }

  private result(number: number): Found {
    const found = this.found.get(number);
    if (found === undefined) throw new Unknown("there is no such preview");
    return found;
  }
}

/** Gives how to strip media by their hash, for one message. */
function stripper({ opened, stripped }: Holding, need: Need): StripMedium {
  const { objects } = opened.catalogue;
  // Of two rows with one hash the later counts, as where keys are given.
  const byHash = new Map(objects.map((row, index) => [row.sha256, index]));
  const store = new SealedStore(opened.eid, need, []);
  return async (sha256) => {
    const known = stripped.get(sha256);
    if (known !== undefined) return known;
    const index = byHash.get(sha256) ?? -1;
    const row = objects[index];
    const fits = row !== undefined && row.length <= MAX_STRIPPED;
    const copy = fits ? await stripBytes(await opened.readObject(index, store)) : null;
    stripped.set(sha256, copy);
    return copy;
  };
}

/** Gives how to read these segments, in this order, for one message. */
function reader(opened: OpenedExtraction, indexes: readonly number[], need: Need): OpenSegment {
  const ranges = indexes.map((index) => {
    const { pack, offset, length } = rowAt(opened.catalogue, index);
    return { pack: opened.catalogue.packs[pack] ?? "", offset, length };
  });
  const store = new SealedStore(opened.eid, need, ranges);
  return (index) => opened.readSegment(index, store);
}

async function recentSegment(
  { recent }: Holding,
  index: number,
  read: OpenSegment,
): Promise<OpenedSegment> {
  const found = recent.get(index) ?? (await read(index));
  // The one used last stands last, and the first goes when there are too many.
  recent.delete(index);
  recent.set(index, found);
  const [oldest] = recent.keys();
  if (recent.size > KEPT_SEGMENTS && oldest !== undefined) recent.delete(oldest);
  return found;
}

function countsOf(decided: readonly Decided[]): PreviewJson["groups"] {
  const counts = new Map<string, { leaving: number; staying: number }>();
  for (const { group, reasons } of decided) {
    const leaving = reasons.filter(leaves).length;
    const before = counts.get(group) ?? { leaving: 0, staying: 0 };
    counts.set(group, {
      leaving: before.leaving + leaving,
      staying: before.staying + reasons.length - leaving,
    });
  }
  return [...counts].map(([tag, { leaving, staying }]) => ({ tag, leaving, staying }));
}

function groupsOf(opened: OpenedExtraction): GroupJson[] {
  const { catalogue } = opened;
  const rows = new Map<string, { records: number; undated: number; days: string[] }>();
  for (const { tag, day, count } of catalogue.segments) {
    const row = rows.get(tag) ?? { records: 0, undated: 0, days: [] };
    row.records += count;
    if (day === UNDATED) row.undated += count;
    else row.days.push(day);
    rows.set(tag, row);
  }
  return [...rows].map(([tag, { records, undated, days }]) => {
    const { desc } = groupOf(catalogue, tag);
    const text = (key: string): string | null => {
      const value = own(desc, key);
      return typeof value === "string" ? value : null;
    };
    const parties = own(desc, "parties");
    // Segments of a group are in order of days.
    const [first] = days;
    const last = days[days.length - 1];
    return {
      tag,
      category: text("category") ?? "",
      thread: text("thread") ?? "",
      app: text("app"),
      parties: Array.isArray(parties) ? (parties as readonly string[]) : null,
      class: text("class"),
      records,
      days: first === undefined || last === undefined ? null : [first, last],
      undated,
    };
  });
}
