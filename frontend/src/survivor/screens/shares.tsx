/** What she shares, stopping it in two presses, and the receipt of having stopped. */

import type { JSX } from "preact";
import type { RequestRow } from "../../api/request.ts";
import type { GrantRow, Stopped } from "../../api/vault.ts";
import { Answers, Back, Button, Plain, Second } from "../../govuk/actions.tsx";
import { Facts, Tag } from "../../govuk/lists.tsx";
import { Bullets, Heading, Inset, State, Text, Title } from "../../govuk/text.tsx";
import type { Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { Going } from "../faults.tsx";
import { printReceipt } from "../print.ts";
import { useApp, useLoad, useWork } from "../use.ts";
import { grantOf } from "./draft.tsx";
import { inFours } from "./made.tsx";
import { nameOf } from "./today.tsx";

export const STATES = [
  ...(["stopped", "ended", "left", "ready", "draft", "failed", "working"] as const),
];

export function stateOf(grant: GrantRow, now: number): (typeof STATES)[number] {
  if (grant.withdrawn !== null) return "stopped";
  if (grant.expires <= now) return "ended";
  if (grant.left.length > 0) return "left";
  if (grant.release === "approved") return "ready";
  if (grant.release === "draft") return "draft";
  return grant.job === "failed" ? "failed" : "working";
}

export function Shares(): JSX.Element {
  const { say } = useWords();
  const { session, go } = useApp();
  const { value, error, doing, again } = useLoad(async () => {
    const [grants, requests] = await Promise.all([session.vault.grants(), session.vault.requests()]);
    return { grants, requests };
  }, []);
  return (
    <>
      <Back press={() => go({ name: "today" })}>{say("back")}</Back>
      <Title>{say("shares-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : value.grants.length === 0 ? (
        <State>
          <Text>{say("shares-none")}</Text>
        </State>
      ) : (
        value.grants.map((grant) => (
          <Share key={grant.gid} grant={grant} requests={value.requests} />
        ))
      )}
    </>
  );
}

function Share(of: { grant: GrantRow; requests: readonly RequestRow[] }): JSX.Element {
  const { say, dates } = useWords();
  const { go } = useApp();
  const { grant } = of;
  const state = stateOf(grant, Date.now());
  const who = nameOf(of.requests, grant) || say("somebody");
  const left = grant.left[0];
  return (
    <section class="card" data-gid={grant.gid}>
      <h2 class="govuk-heading-m">
        {say("share-heading", { count: grant.records, who })}
      </h2>
      <Tag>{say(`state-${state}`)}</Tag>
      <Facts
        facts={[
          { name: say("draft-agreed"), value: dates.moment(grant.created) },
          { name: say("until"), value: dates.moment(grant.expires - 1000) },
          {
            name: say("share-left"),
            value:
              left === undefined
                ? say("share-left-nothing")
                : say("share-left-at", { who, when: dates.moment(left.at) }),
          },
          ...(grant.withdrawn === null
            ? []
            : [{ name: say("share-stopped"), value: dates.moment(grant.withdrawn) }]),
        ]}
      />
      {state === "draft" ? (
        <Plain press={() => go({ name: "draft", gid: grant.gid })}>
          {say("task-draft", { who })}
        </Plain>
      ) : null}
      {state === "stopped" ? (
        <Plain press={() => go({ name: "stopped", gid: grant.gid, receipt: null })}>
          {say("share-receipt")}
        </Plain>
      ) : null}
      {state === "stopped" || state === "ended" ? null : (
        <Second press={() => go({ name: "stop", gid: grant.gid })}>
          {say("share-stop", { who })}
        </Second>
      )}
    </section>
  );
}

export function Stop({ gid }: { gid: Hex }): JSX.Element {
  const { say } = useWords();
  const app = useApp();
  const { value, error, doing, again } = useLoad(() => grantOf(app, gid), [gid]);
  const work = useWork();
  const stop = (): void =>
    work.run(async () => {
      const receipt = await app.session.vault.withdraw(gid);
      app.go({ name: "stopped", gid, receipt });
    });
  const left = (value?.grant.left.length ?? 0) > 0;
  return (
    <>
      <Back press={() => app.go({ name: "shares" })}>{say("back")}</Back>
      <Title>
        {say("stop-title", { who: value?.row?.document.name ?? say("somebody") })}
      </Title>
      <Going doing={doing} error={error} again={again} />
      <Bullets items={[say("stop-1"), say("stop-2"), say("stop-3")]} />
      {left ? <Inset>{say("stop-left")}</Inset> : null}
      <Going doing={work.doing} error={work.error} again={stop} />
      <Answers>
        <Button press={stop} disabled={work.doing !== null}>
          {say("stop-now")}
        </Button>
        <Second press={() => app.go({ name: "shares" })} disabled={work.doing !== null}>
          {say("stop-keep")}
        </Second>
      </Answers>
    </>
  );
}

export function StoppedScreen(of: { gid: Hex; receipt: Stopped | null }): JSX.Element {
  const { say, dates } = useWords();
  const app = useApp();
  const { value, error, doing, again } = useLoad(() => grantOf(app, of.gid), [of.gid]);
  const who = value?.row?.document.name ?? say("somebody");
  const left = value?.grant.left ?? [];
  return (
    <>
      <Title>{say("stopped-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null ? null : (
        <>
          <State>
            <Text>{say("stopped-lead", { when: dates.moment(value.grant.withdrawn ?? 0) })}</Text>
            {of.receipt !== null && of.receipt.draining > 0 ? (
              <Text>{say("stopped-draining", { count: of.receipt.draining })}</Text>
            ) : null}
          </State>
          <Heading>{say("stopped-left-title")}</Heading>
          {left.length === 0 ? (
            <Text>{say("stopped-left-nothing")}</Text>
          ) : (
            <Bullets
              items={left.map((each) =>
                say("stopped-left-to", {
                  who,
                  count: value.grant.records,
                  when: dates.moment(each.at),
                }),
              )}
            />
          )}
          <Heading>{say("stopped-undo-title")}</Heading>
          <Bullets items={[say("stopped-undo-1"), say("stopped-undo-2"), say("stopped-undo-3")]} />
          <Facts
            facts={[
              { name: say("id-number"), value: inFours(value.grant.gid) },
              ...(of.receipt === null
                ? []
                : [{ name: say("id-line"), value: String(of.receipt.logIndex) }]),
            ]}
          />
        </>
      )}
      <div class="govuk-button-group">
        <Button press={() => app.go({ name: "shares" })}>{say("done")}</Button>
        <Second press={printReceipt}>{say("print")}</Second>
      </div>
    </>
  );
}
