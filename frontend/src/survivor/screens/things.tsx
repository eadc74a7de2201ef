/** My things: what lies in the vault, by kind and conversation, and the records themselves. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Extraction } from "../../api/vault.ts";
import { Back, Plain, Second } from "../../govuk/actions.tsx";
import { Facts } from "../../govuk/lists.tsx";
import { Heading, State, Text, Title } from "../../govuk/text.tsx";
import type { ContentsJson, GroupJson, Hex, OpenedJson, ScopeJson } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { KindCounts, byKind, kindWord } from "../counts.tsx";
import { Going } from "../faults.tsx";
import { RecordList } from "../records/list.tsx";
import { NotHere } from "../session.ts";
import { useApp, useLoad } from "../use.ts";
import { Holds } from "./erase.tsx";
import { Identifiers } from "./sealed.tsx";

export function Things(): JSX.Element {
  const { say } = useWords();
  const { session, go } = useApp();
  const { value, error, doing, again } = useLoad(() => session.vault.extractions(), []);
  return (
    <>
      <Back press={() => go({ name: "today" })}>{say("back")}</Back>
      <Title>{say("things-title")}</Title>
      <Text>{say("things-lead")}</Text>
      <Second press={() => go({ name: "add" })}>{say("add-title")}</Second>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : value.length === 0 ? (
        <State>
          <Text>{say("things-none")}</Text>
        </State>
      ) : (
        value.map((each, place) => (
          <One key={each.eid} extraction={each} number={place + 1} open={value.length === 1} />
        ))
      )}
    </>
  );
}

function One(of: { extraction: Extraction; number: number; open: boolean }): JSX.Element {
  const { say, dates } = useWords();
  const [open, setOpen] = useState(of.open);
  return (
    <section>
      <Heading>
        {of.extraction.guardian === null
          ? say("things-added-one", { when: dates.moment(of.extraction.created) })
          : say("things-one", { number: of.number })}
      </Heading>
      {of.extraction.state === "erased" ? (
        <Text>{say("things-erased")}</Text>
      ) : open ? (
        <Opened extraction={of.extraction} />
      ) : (
        <Second press={() => setOpen(true)}>{say("things-open")}</Second>
      )}
    </section>
  );
}

function Opened({ extraction }: { extraction: Extraction }): JSX.Element {
  const { say, dates } = useWords();
  const { session, go } = useApp();
  const { value, error, doing, again } = useLoad(
    () => session.open(extraction.eid),
    [extraction.eid],
  );
  const held = useLoad(() => session.contents(extraction.eid), [extraction.eid]);
  const kept = useLoad(() => session.vault.erasure(extraction.eid), [extraction.eid]);
  return (
    <>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <>
          <Text>
            {say("things-sealed", {
              when: dates.moment(Date.parse(value.created)),
              count: value.records,
            })}
          </Text>
          {value.guardian === null ? null : (
            <Text>{say(extraction.receipt ? "things-signed" : "things-unsigned")}</Text>
          )}
          <SealedBy contents={held.value} />
          <Going doing={held.doing} error={held.error} again={held.again} />
          <Holds holds={kept.value?.holds ?? []} />
          {typeof kept.value?.due === "number" ? <Text>{say("things-to-erase")}</Text> : null}
          <KindCounts counts={byKind(value.groups)} />
          <Files contents={held.value} />
          <h3 class="govuk-heading-s">{say("things-look")}</h3>
          <ul class="govuk-list">
            {inOrder(value.groups).map((group) => (
              <li key={group.tag}>
                <Plain press={() => go({ name: "inside", eid: value.eid, group: group.tag })}>
                  {say(kindWord(group.category))}{" "}
                  <bdi>{(group.parties ?? []).join(", ") || group.app}</bdi> (
                  {dates.number(group.records)})
                </Plain>
              </li>
            ))}
          </ul>
          <div class="govuk-button-group">
            <Second press={() => go({ name: "copy", eid: value.eid })}>{say("copy-title")}</Second>
            <Second press={() => go({ name: "erase", eid: value.eid })}>{say("erase-title")}</Second>
          </div>
          <Identifiers
            opened={value}
            line={extraction.logIndex}
            intake={extraction.logIndex}
          />
        </>
      )}
    </>
  );
}

/** Who sealed it, as far as that is known; and that nothing signed tells of the phone. */
function SealedBy({ contents }: { contents: ContentsJson | null }): JSX.Element | null {
  const { say } = useWords();
  if (contents === null) return null;
  const { by, certifiedBy } = contents;
  if (by === null) return <Text>{say("things-by-you")}</Text>;
  return (
    <>
      <Text>{say("things-by", { name: by })}</Text>
      <Text>
        {certifiedBy === null ? say("things-by-nobody") : say("things-by-org", { org: certifiedBy })}
      </Text>
      <Text>{say("things-device")}</Text>
    </>
  );
}

const FILE_KINDS = ["image", "video", "audio", "other"] as const;

function Files({ contents }: { contents: ContentsJson | null }): JSX.Element | null {
  const { say, dates } = useWords();
  if (contents === null) return null;
  const facts = FILE_KINDS.flatMap((kind) => {
    const found = contents.files.find((each) => each.kind === kind);
    if (found === undefined) return [];
    const { count, bytes } = found;
    return [{ name: say(`file-${kind}`), value: `${dates.number(count)} (${dates.size(bytes)})` }];
  });
  return (
    <>
      {facts.length === 0 ? null : <Facts facts={facts} />}
      <Text>{say("things-size", { size: dates.size(contents.sealed) })}</Text>
    </>
  );
}

function inOrder(groups: readonly GroupJson[]): readonly GroupJson[] {
  return groups.toSorted(
    (a, b) => a.category.localeCompare(b.category) || b.records - a.records,
  );
}

/** A scope of one group, for herself: every class named, so that nothing of hers is hidden. */
function scopeOf(opened: OpenedJson, group: GroupJson): ScopeJson {
  return {
    x: [opened.eid],
    c: [group.category],
    u: true,
    ...(group.thread === "" ? {} : { t: [group.thread] }),
    ...(group.app === null ? {} : { a: [group.app] }),
    ...(group.class === null ? {} : { s: [group.class] }),
  };
}

export function Group({ eid, group: tag }: { eid: Hex; group: Hex }): JSX.Element {
  const { say, dates } = useWords();
  const { session, go } = useApp();
  const { value, error, doing, again } = useLoad(
    async (progress) => {
      const opened = await session.open(eid);
      const group = opened.groups.find((each) => each.tag === tag);
      if (group === undefined) throw new NotHere("no such group");
      const { preview } = await session.preview(eid, scopeOf(opened, group), [], progress);
      return { group, preview };
    },
    [eid, tag],
  );
  return (
    <>
      <Back press={() => go({ name: "things" })}>{say("back")}</Back>
      <Title>{value === null ? say("things-title") : say(kindWord(value.group.category))}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <>
          <Text>{say("inside-lead")}</Text>
          <h2 class="govuk-heading-m">
            <bdi>{(value.group.parties ?? []).join(", ") || value.group.app}</bdi> (
            {dates.number(value.group.records)})
          </h2>
          <RecordList
            eid={eid}
            of={String(value.preview)}
            fetch={(from, count) =>
              session.ask("records", {
                preview: value.preview,
                show: "leaving",
                group: tag,
                from,
                count,
              })
            }
            choosing={null}
          />
        </>
      )}
    </>
  );
}
