/** What the key worker does with full copies; the code that makes one comes when it is asked for. */

import { marshal, parseObject } from "../shv1/canonical.ts";
import { findChain, parseCertificate } from "../shv1/certificate.ts";
import type { Certificate } from "../shv1/certificate.ts";
import { parseCerts } from "../shv1/custody.ts";
import { NotAuthentic } from "../shv1/errors.ts";
import type { OpenedExtraction } from "../shv1/opening.ts";
import { ZipWriter } from "../shv1/zip_writer.ts";
import type { Unlocked } from "./account.ts";
import { Unknown } from "./extractions.ts";
import type { Extractions } from "./extractions.ts";
import type { FullCopy } from "./full_copy.ts";
import type { Answer, Ask } from "./messages.ts";
import { SealedStore } from "./sealed_store.ts";
import type { Need } from "./sealed_store.ts";

interface Current {
  readonly number: number;
  readonly eid: string;
  readonly copy: FullCopy;
}

export class Copies {
  private readonly extractions: Extractions;
  private current: Current | null = null;
  private last = 0;

  constructor(extractions: Extractions) {
    this.extractions = extractions;
  }

  clear(): void {
    this.current = null;
  }

  async contents({ eid, above, roots }: Ask<"contents">): Promise<Answer<"contents">> {
    const { opened } = this.extractions.opened(eid);
    const { filesOf } = await import("./full_copy.ts");
    return { ...(await sealedBy(opened, parseCerts(above).map(parseCertificate), roots)), ...filesOf(opened) };
  }

  async begin(me: Unlocked, ask: Ask<"beginCopy">): Promise<Answer<"beginCopy">> {
    const { opened, certs } = this.extractions.opened(ask.eid);
    const { FullCopy } = await import("./full_copy.ts");
    const beside = { certs, receipt: ask.receipt, readme: ask.readme, marshal, parse: parseObject, zip: new ZipWriter() };
    const copy = new FullCopy(opened, me.identity.bundle, beside);
    this.current = { number: ++this.last, eid: ask.eid, copy };
    return { copy: this.last };
  }

  next(
    ask: Ask<"nextCopy">,
    need: Need,
    progress: (done: number, total: number) => void,
  ): Promise<Answer<"nextCopy">> {
    const { current } = this;
    if (current?.number !== ask.copy) throw new Unknown("there is no such copy");
    const { copy, eid } = current;
    return copy.next((ranges) => new SealedStore(eid, need, ranges), progress);
  }
}

/** Who sealed it, and who issued that certificate as far as a pinned key leads. */
async function sealedBy(
  opened: OpenedExtraction,
  above: readonly Certificate[],
  roots: readonly string[],
): Promise<Pick<Answer<"contents">, "by" | "certifiedBy">> {
  const { ingest } = opened.checked;
  // What she added herself: there is no certificate, and no guardian's name to show.
  if (ingest.guardian === null) return { by: null, certifiedBy: null };
  const { guardian } = ingest;
  const certificates = [...opened.checked.certificates, ...above];
  const nameOf = (fp: string | undefined): string | null =>
    certificates.find((each) => each.subject === fp)?.name ?? null;
  const by = nameOf(guardian) ?? "";
  try {
    const [own] = await findChain(certificates, guardian, "guardian", ingest.created, roots);
    return { by: own?.name ?? by, certifiedBy: nameOf(own?.issuer) };
  } catch (error) {
    if (error instanceof NotAuthentic) return { by, certifiedBy: null };
    throw error;
  }
}
