/** What was sealed: kinds and counts as the guardian signed them; her countersignature. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Back, Button, Second } from "../../govuk/actions.tsx";
import { Facts } from "../../govuk/lists.tsx";
import { Details, Heading, Inset, State, Text, Title } from "../../govuk/text.tsx";
import { bytesOf, concat, u64 } from "../../bytes.ts";
import type { Bytes, Hex, OpenedJson } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { CheckWords } from "../check_words.tsx";
import { KindCounts, byKind } from "../counts.tsx";
import { Going } from "../faults.tsx";
import { printReceipt } from "../print.ts";
import type { Session } from "../session.ts";
import { useApp, useLoad, useWork } from "../use.ts";
import { inFours } from "./made.tsx";

/** Signs, keeps the receipt in the vault, and remembers what was signed. */
async function countersign(session: Session, eid: Hex, opened: OpenedJson): Promise<number> {
  const { receipt } = await session.ask("receipt", { eid });
  const logIndex = await session.vault.receipt(eid, receipt);
  const others = session.manifest.extractions.filter((each) => each.eid !== eid);
  await session.remember({
    extractions: [...others, { eid, root: opened.root, ingest: opened.statement, logIndex }],
  });
  return logIndex;
}

/** Opens what was sealed, and finds which line of the log tells of it. */
async function load(
  session: Session,
  eid: Hex,
): Promise<{ readonly opened: OpenedJson; readonly intake: number | null }> {
  const [opened, all] = await Promise.all([session.open(eid), session.vault.extractions()]);
  return { opened, intake: all.find((each) => each.eid === eid)?.logIndex ?? null };
}

export function Sealed({ eid }: { eid: Hex }): JSX.Element {
  const { say, dates } = useWords();
  const { session, go } = useApp();
  const { value: loaded, error, doing, again } = useLoad(() => load(session, eid), [eid]);
  const value = loaded?.opened ?? null;
  const [line, setLine] = useState<number | null>(null);
  const work = useWork();
  const sign = (opened: OpenedJson): void =>
    work.run(async () => setLine(await countersign(session, eid, opened)));
  return (
    <>
      <Back press={() => go({ name: "today" })}>{say("back")}</Back>
      <Title>{line === null ? say("sealed-title") : say("sealed-done-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <>
          <Text>
            {line === null
              ? say("sealed-lead", { when: dates.moment(Date.parse(value.created)) })
              : say("sealed-done", { when: dates.moment(Date.now()) })}
          </Text>
          <Heading>{say("sealed-counts")}</Heading>
          <KindCounts counts={byKind(value.groups)} />
          <Identifiers opened={value} line={line} intake={loaded?.intake ?? null} />
          {line === null ? (
            <>
              <Inset>{say("sealed-means")}</Inset>
              <Going doing={work.doing} error={work.error} again={() => sign(value)} />
              <div class="govuk-button-group">
                <Button press={() => sign(value)} disabled={work.doing !== null}>
                  {say("sealed-sign")}
                </Button>
                <Second press={() => go({ name: "today" })}>{say("sealed-later")}</Second>
              </div>
            </>
          ) : (
            <>
              <State>
                <Text>{say("sealed-kept")}</Text>
              </State>
              <div class="govuk-button-group">
                <Button press={() => go({ name: "today" })}>{say("done")}</Button>
                <Second press={printReceipt}>{say("print")}</Second>
              </div>
            </>
          )}
        </>
      )}
    </>
  );
}

/** What is on the paper receipt, as check words are made of it (docs/formats/check-words.md). */
function receiptOf({ eid, root, guardian }: OpenedJson, line: number): Bytes {
  return concat(bytesOf(eid), bytesOf(root), bytesOf(guardian ?? "00".repeat(32)), u64(line));
}

/** `intake` is the line that tells of the sealing, where that is known. */
export function Identifiers(of: {
  opened: OpenedJson;
  line: number | null;
  intake: number | null;
}): JSX.Element {
  const { say } = useWords();
  const { opened } = of;
  const { guardian } = opened;
  const facts = [
    { name: say("id-number"), value: inFours(opened.eid) },
    { name: say("id-mark"), value: inFours(opened.root) },
    ...(guardian === null ? [] : [{ name: say("id-guardian"), value: inFours(guardian) }]),
    { name: say("id-tool"), value: `${opened.tool.name} ${opened.tool.version}` },
  ];
  const line = of.line === null ? [] : [{ name: say("id-line"), value: String(of.line) }];
  return (
    <Details summary={say("how-known")}>
      <Text>{say(guardian === null ? "added-how" : "sealed-how")}</Text>
      <Facts facts={[...facts, ...line]} />
      {of.intake === null ? null : (
        <CheckWords
          kind="extraction"
          data={receiptOf(opened, of.intake)}
          about={say("words-receipt")}
        />
      )}
    </Details>
  );
}
