/** Before it goes: what was made of her choice, checked against what she signed. */

import type { JSX } from "preact";
import type { RequestRow } from "../../api/request.ts";
import type { GrantRow } from "../../api/vault.ts";
import { Answers, Back, Button, Second } from "../../govuk/actions.tsx";
import { Facts } from "../../govuk/lists.tsx";
import { Details, Heading, Inset, State, Text, Title } from "../../govuk/text.tsx";
import type { DraftJson, Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { InEnglish } from "../english.tsx";
import { Going } from "../faults.tsx";
import { RecordList } from "../records/list.tsx";
import { NotHere } from "../session.ts";
import { useApp, useLoad, useWork } from "../use.ts";
import type { App } from "../use.ts";
import { Hiding } from "./exactly.tsx";

export interface Given {
  readonly grant: GrantRow;
  readonly row: RequestRow | null;
}

export async function grantOf(app: App, gid: Hex): Promise<Given> {
  const [grants, requests] = await Promise.all([
    app.session.vault.grants(),
    app.session.vault.requests(),
  ]);
  const grant = grants.find((each) => each.gid === gid);
  if (grant === undefined) throw new NotHere("no such grant");
  return { grant, row: requests.find((each) => each.qid === grant.request) ?? null };
}

async function load(app: App, gid: Hex): Promise<Given & { draft: DraftJson | null }> {
  const given = await grantOf(app, gid);
  const { rid, release, eid } = given.grant;
  if (rid === null || release !== "draft") return { ...given, draft: null };
  // What it is checked against belongs to the extraction that it was taken from.
  await app.session.open(eid);
  const container = await app.session.vault.draft(rid);
  return { ...given, draft: await app.session.ask("openDraft", { container }) };
}

/** Whether it is what she signed: no step failed, and as many records as were agreed. */
export function isAsAgreed(draft: DraftJson, grant: GrantRow): boolean {
  return (
    draft.gid === grant.gid &&
    draft.eid === grant.eid &&
    draft.records === grant.records &&
    draft.same !== false &&
    draft.steps.every((step) => step.status !== "fail")
  );
}

export function Draft({ gid }: { gid: Hex }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const { value, error, doing, again } = useLoad(() => load(app, gid), [gid]);
  return (
    <>
      <Back press={() => app.go({ name: "today" })}>{say("back")}</Back>
      <Title>{say("draft-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value !== null && value.draft === null ? <Text>{say("draft-none")}</Text> : null}
      {value === null || value.draft === null ? null : (
        <Checked given={value} draft={value.draft} />
      )}
    </>
  );
}

function Checked({ given, draft }: { given: Given; draft: DraftJson }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const { grant, row } = given;
  const same = isAsAgreed(draft, grant);
  const work = useWork();
  const letGo = (): void =>
    work.run(async () => {
      if (row === null || row.recipient === null) throw new NotHere("nobody to let it go to");
      await app.session.asker(row);
      const now = Math.floor(Date.now() / 1000);
      const made = await app.session.ask("approve", {
        rid: draft.rid,
        recipients: [row.recipient],
        now,
      });
      await app.session.vault.approve(draft.rid, made);
      app.go({ name: "gone", gid: grant.gid });
    });
  return (
    <>
      <Verdict given={given} draft={draft} same={same} />
      <Heading>{say("draft-records")}</Heading>
      <RecordList
        eid={draft.eid}
        of={draft.rid}
        fetch={(from, count) =>
          app.session.ask("draftRecords", { rid: draft.rid, show: "leaving", from, count })
        }
        choosing={null}
      />
      <Hiding now={draft} />
      <Inset>{say("decide-before-1")}</Inset>
      <InEnglish
        sentences={[
          same ? ["draft-same", { count: draft.records }] : ["draft-differs"],
          ["decide-before-1"],
          ["draft-let-go"],
          ["draft-stop"],
        ]}
      />
      <Going doing={work.doing} error={work.error} again={letGo} />
      <Answers>
        {same ? (
          <Button press={letGo} disabled={work.doing !== null}>
            {say("draft-let-go")}
          </Button>
        ) : null}
        <Second
          press={() => app.go({ name: "stop", gid: grant.gid })}
          disabled={work.doing !== null}
        >
          {say("draft-stop")}
        </Second>
      </Answers>
    </>
  );
}

function Verdict(of: { given: Given; draft: DraftJson; same: boolean }): JSX.Element {
  const { say, dates } = useWords();
  const { grant, row } = of.given;
  return (
    <>
      <State wrong={!of.same}>
        <Text>
          {of.same ? say("draft-same", { count: of.draft.records }) : say("draft-differs")}
        </Text>
      </State>
      <Facts
        facts={[
          { name: say("decide-who"), value: <bdi>{row?.document.name ?? say("somebody")}</bdi> },
          { name: say("draft-agreed"), value: dates.moment(grant.created) },
          { name: say("until"), value: dates.moment(grant.expires - 1000) },
        ]}
      />
      <Steps draft={of.draft} />
    </>
  );
}

function Steps({ draft }: { draft: DraftJson }): JSX.Element {
  const { say } = useWords();
  return (
    <Details summary={say("how-known")}>
      <Text>{say("draft-how")}</Text>
      <Facts
        facts={draft.steps.map((step) => ({
          name: `${step.step} ${step.name}`,
          value: (
            <span lang="en" dir="ltr">
              {step.status}: {step.detail}
            </span>
          ),
        }))}
      />
    </Details>
  );
}

export function Gone({ gid }: { gid: Hex }): JSX.Element {
  const { say, dates } = useWords();
  const app = useApp();
  const { value, error, doing, again } = useLoad(() => grantOf(app, gid), [gid]);
  return (
    <>
      <Title>{say("gone-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <State>
          <Text>
            {say("gone-lead", {
              who: value.row?.document.name ?? say("somebody"),
              until: dates.moment(value.grant.expires - 1000),
            })}
          </Text>
        </State>
      )}
      <Text>{say("gone-mind")}</Text>
      <Button press={() => app.go({ name: "today" })}>{say("done")}</Button>
    </>
  );
}
