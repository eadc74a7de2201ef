/** Who looked: every use of her things, newest first, checked here against the checkers. */

import type { JSX } from "preact";
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { Back, Button, Plain, Second } from "../../govuk/actions.tsx";
import { Details, Inset, State, Text, Title } from "../../govuk/text.tsx";
import { utf8 } from "../../bytes.ts";
import type { LogJson } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { FaultBox, Going, faultName } from "../faults.tsx";
import { CheckWords } from "../check_words.tsx";
import { Earlier, NotMatched } from "../findings.tsx";
import { ROLES, endMatters, tell } from "../lines.ts";
import type { Told } from "../lines.ts";
import { look } from "../looking.ts";
import type { Beside, Found } from "../looking.ts";
import { useApp, useLoad, useWork } from "../use.ts";
import { Passphrase, doorFault } from "./sign_in.tsx";

const PAGE = 50;
/** An older confirmation says nothing of today: the log is confirmed anew every ten minutes. */
const DAY_MS = 86_400_000;

export function Looked(): JSX.Element {
  const [open, setOpen] = useState(false);
  return open ? <List key="list" /> : <Door key="door" open={() => setOpen(true)} />;
}

/** The list can tell whoever holds her phone what she does; it wants the passphrase again. */
function Door({ open }: { open: () => void }): JSX.Element {
  const { say } = useWords();
  const { session, go } = useApp();
  const [passphrase, setPassphrase] = useState("");
  const work = useWork();
  const enter = (): void =>
    work.run(async (progress) => {
      await session.confirm(passphrase, progress);
      open();
    });
  const wrong = work.error !== null && doorFault(work.error) === "damaged";
  return (
    <>
      <Back press={() => go({ name: "today" })}>{say("back")}</Back>
      <Title>{say("looked-title")}</Title>
      <Text>{say("looked-door")}</Text>
      {wrong && work.doing === null ? <FaultBox name="wrong" /> : null}
      <Passphrase
        label={say("passphrase")}
        value={passphrase}
        change={setPassphrase}
        enter={enter}
      />
      <Going doing={work.doing} error={wrong ? null : work.error} again={enter} />
      <Button press={enter} disabled={work.doing !== null || passphrase === ""}>
        {say("looked-open")}
      </Button>
    </>
  );
}

function List(): JSX.Element {
  const { say } = useWords();
  const { session, go } = useApp();
  const { value, error, doing, again } = useLoad((progress) => look(session, progress), []);
  const [shown, setShown] = useState(PAGE);
  const [own, setOwn] = useState(false);
  const told = value === null ? [] : tell(value.log.lines);
  const wanted = told.filter((each) => own || !each.own);
  const [, setTalked] = useState(0);
  const open = session.findings.filter((each) => each.told === null);
  const wrong = error !== null && ["changed", "service"].includes(faultName(error));
  return (
    <>
      <Back press={() => go({ name: "today" })}>{say("back")}</Back>
      <Title>{say("looked-title")}</Title>
      {open.length > 0 ? (
        <NotMatched findings={open} talked={() => setTalked(Date.now())} />
      ) : wrong ? (
        <Mismatch />
      ) : null}
      {wrong ? null : <Going doing={doing} error={error} again={again} />}
      {/* What an earlier look found would still say that it was checked. */}
      {value === null || wrong ? null : (
        <>
          {open.length > 0 ? (
            <Inset>{say("looked-still")}</Inset>
          ) : (
            <Confirmed log={value.log} beside={value.beside} />
          )}
          <Inset>{say("looked-cannot")}</Inset>
          {wanted.length === 0 ? <Text>{say("looked-none")}</Text> : null}
          <Days told={wanted.slice(0, shown)} found={value} />
          {wanted.length > shown ? (
            <Second press={() => setShown(shown + PAGE)}>
              {say("show-more", {
                count: Math.min(PAGE, wanted.length - shown),
                left: wanted.length - shown,
              })}
            </Second>
          ) : null}
          <p>
            <Plain press={() => setOwn(!own)}>
              {own
                ? say("looked-own-hide")
                : say("looked-own-show", { count: told.filter((each) => each.own).length })}
            </Plain>
          </p>
        </>
      )}
      {doing === null ? (
        <p>
          <Plain press={again}>{say("looked-again")}</Plain>
        </p>
      ) : null}
      <Earlier findings={session.findings} />
    </>
  );
}

function Mismatch(): JSX.Element {
  const { say } = useWords();
  return (
    <State wrong>
      <h2 class="govuk-heading-s">{say("looked-mismatch")}</h2>
      <Text>{say("looked-mismatch-next")}</Text>
    </State>
  );
}

function stateOf(log: LogJson): "unconfirmed-all" | "old" | "unconfirmed" | "confirmed" {
  if (log.checkpoint === null) return "unconfirmed-all";
  if (log.seenAt !== null && Date.now() - log.seenAt * 1000 > DAY_MS) return "old";
  return log.unconfirmed > 0 ? "unconfirmed" : "confirmed";
}

/** Says what was checked and no more: never "complete", which only a copy elsewhere could tell. */
function Confirmed({ log, beside }: { log: LogJson; beside: Beside }): JSX.Element {
  const { say, dates } = useWords();
  const sentence = say(`looked-${stateOf(log)}`, { count: log.unconfirmed });
  return (
    <>
      <State>
        <Text>{sentence}</Text>
        {log.seenAt === null ? null : (
          <Text>{say("looked-seen", { when: dates.moment(log.seenAt * 1000) })}</Text>
        )}
        {/* Where the vault shows no checkpoint, nothing was compared with what a checker saw. */}
        {beside === null || log.checkpoint === null ? null : (
          <Text>
            {beside.seenAt === null
              ? say("looked-asked-away", { name: beside.name })
              : say("looked-asked", {
                  name: beside.name,
                  when: dates.moment(beside.seenAt * 1000),
                })}
          </Text>
        )}
      </State>
      <Details summary={say("how-known")}>
        <Text>{say("looked-how")}</Text>
        <Text>{say("looked-witness")}</Text>
        {beside === null ? <Text>{say("looked-asked-nobody")}</Text> : null}
        {log.checkpoint === null ? null : (
          <>
            <pre class="codes" dir="ltr">
              {log.checkpoint.text}
            </pre>
            <CheckWords
              key={log.checkpoint.size}
              kind="checkpoint"
              data={utf8(textOf(log.checkpoint.text))}
              about={say("words-list", { count: log.checkpoint.size })}
            />
          </>
        )}
      </Details>
    </>
  );
}

/** Gives the state itself, without whoever signed it: its three lines. */
function textOf(note: string): string {
  return note.slice(0, note.indexOf("\n\n") + 1);
}

function Days({ told, found }: { told: readonly Told[]; found: Found }): JSX.Element {
  const { dates } = useWords();
  const days = new Map<string, Told[]>();
  for (const each of told) {
    const day = dates.day(each.line.time * 1000);
    days.set(day, [...(days.get(day) ?? []), each]);
  }
  return (
    <>
      {[...days].map(([day, lines]) => (
        <Fragment key={day}>
          <h2 class="govuk-heading-s">{day}</h2>
          <ul class="govuk-list">
            {lines.map((each) => (
              <Line key={each.line.index} told={each} found={found} />
            ))}
          </ul>
        </Fragment>
      ))}
    </>
  );
}

function Line({ told, found }: { told: Told; found: Found }): JSX.Element {
  const { say, dates } = useWords();
  const { go } = useApp();
  const { line } = told;
  const role = ROLES.find((each) => each === line.role) ?? "system";
  const grant = found.grants.find((each) => each.gid === line.con || each.rid === line.obj);
  const request = found.requests.find(
    (each) => each.qid === line.obj || each.qid === grant?.request,
  );
  const who =
    line.org === null
      ? say(`role-${role}`)
      : say("role-of", { role: say(`role-${role}`), organisation: line.org });
  const live = grant !== undefined && grant.withdrawn === null && grant.expires > Date.now();
  return (
    <li class="card" data-act={line.act} data-end={told.end}>
      <p class="govuk-body">
        <strong>{dates.time(line.time * 1000)}</strong>{" "}
        {say(`line-${told.act}`, { who, act: line.act })}
      </p>
      {line.who === null ? null : <Text>{say("line-who", { name: line.who })}</Text>}
      {endMatters(told) ? <Text>{say(`end-${told.end}`)}</Text> : null}
      {request === undefined ? null : (
        <Text>{say("line-about", { who: request.document.name, why: request.document.reference })}</Text>
      )}
      {told.confirmed ? null : <Text>{say("line-unconfirmed")}</Text>}
      {live && line.role !== "survivor" ? (
        <Plain press={() => go({ name: "stop", gid: grant.gid })}>{say("line-stop")}</Plain>
      ) : null}
    </li>
  );
}
