/** Today: what waits for her, and the doors to everything else. */

import type { JSX } from "preact";
import type { RequestRow } from "../../api/request.ts";
import type { Extraction, GrantRow } from "../../api/vault.ts";
import { Plain } from "../../govuk/actions.tsx";
import { Tasks } from "../../govuk/lists.tsx";
import type { Task } from "../../govuk/lists.tsx";
import { Heading, State, Text, Title } from "../../govuk/text.tsx";
import { useWords } from "../../words/use.ts";
import type { Say } from "../../words/words.ts";
import { Going } from "../faults.tsx";
import type { Screen } from "../screens.ts";
import { useApp, useLoad } from "../use.ts";

interface Found {
  readonly extractions: readonly Extraction[];
  readonly requests: readonly RequestRow[];
  readonly grants: readonly GrantRow[];
}

export function isOver(grant: GrantRow, now: number): boolean {
  return grant.withdrawn !== null || grant.expires <= now;
}

export function waiting(found: Found, say: Say, go: (to: Screen) => void, now: number): Task[] {
  const sealed = found.extractions
    .filter((each) => each.state === "sealed" && !each.receipt && each.guardian !== null)
    .map((each) => ({
      id: each.eid,
      title: say("task-sealed"),
      status: say("task-sealed-status"),
      open: () => go({ name: "sealed", eid: each.eid }),
    }));
  const asked = found.requests
    .filter((each) => each.state === "submitted" && each.expires > now)
    .map((each) => ({
      id: each.qid,
      title: say("task-asks", { who: each.document.name }),
      status: say("task-asks-status"),
      open: () => go({ name: "asks", qid: each.qid }),
    }));
  const drafts = found.grants
    .filter((each) => each.release === "draft" && !isOver(each, now))
    .map((each) => ({
      id: each.gid,
      title: say("task-draft", { who: nameOf(found.requests, each) }),
      status: say("task-draft-status"),
      open: () => go({ name: "draft", gid: each.gid }),
    }));
  return [...sealed, ...drafts, ...asked];
}

export function nameOf(requests: readonly RequestRow[], grant: GrantRow): string {
  return requests.find((each) => each.qid === grant.request)?.document.name ?? "";
}

export function Today(): JSX.Element {
  const { say } = useWords();
  const { session, go } = useApp();
  const { value, error, doing, again } = useLoad(async () => {
    const [extractions, requests, grants] = await Promise.all([
      session.vault.extractions(),
      session.vault.requests(),
      session.vault.grants(),
    ]);
    return { extractions, requests, grants };
  }, []);
  const wrong = session.findings.some((each) => each.told === null);
  const mismatch = {
    id: "mismatch",
    title: say("task-mismatch"),
    status: say("task-mismatch-status"),
    open: () => go({ name: "looked" }),
  };
  const tasks = [
    ...(wrong ? [mismatch] : []),
    ...(value === null ? [] : waiting(value, say, go, Date.now())),
  ];
  return (
    <>
      <Title>{say("today-title")}</Title>
      <Going doing={doing} error={error} again={again} />
      {value === null && !wrong ? null : tasks.length === 0 ? (
        <State>
          <Text>{say("today-nothing")}</Text>
        </State>
      ) : (
        <Tasks tasks={tasks} />
      )}
      <Heading>{say("today-more")}</Heading>
      <ul class="govuk-list govuk-list--spaced">
        <li>
          <Plain press={() => go({ name: "shares" })}>{say("shares-title")}</Plain>
        </li>
        <li>
          <Plain press={() => go({ name: "looked" })}>{say("looked-title")}</Plain>
        </li>
        <li>
          <Plain press={() => go({ name: "things" })}>{say("things-title")}</Plain>
        </li>
        <li>
          <Plain press={() => go({ name: "code" })}>{say("code-title")}</Plain>
        </li>
        <li>
          <Plain press={() => go({ name: "passkeys" })}>{say("passkeys-title")}</Plain>
        </li>
      </ul>
    </>
  );
}
