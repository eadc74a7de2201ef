/** What went wrong, in plain words: each kind has its own, and none says more than is known. */

import type { JSX } from "preact";
import { Unanswered } from "../api/http.ts";
import { Misshapen } from "../api/shape.ts";
import { Second } from "../govuk/actions.tsx";
import { Progress, Text } from "../govuk/text.tsx";
import { KeyError } from "../keys/errors.ts";
import type { ErrorName } from "../keys/errors.ts";
import { useWords } from "../words/use.ts";
import { AskerUnknown, Ended, IntakeChanged, NotHere, PinChanged, RolledBack } from "./session.ts";
import type { Doing } from "./use.ts";

export const FAULTS = [
  "offline",
  "busy",
  "session",
  "gone",
  "moved-on",
  "refused",
  "service",
  "wrong",
  "passkey",
  "damaged",
  "older",
  "weak",
  "memory",
  "large",
  "file",
  "engine",
  "silent",
  "changed",
  "pin",
  "intake",
  "asker",
  "mistake",
] as const;

export type FaultName = (typeof FAULTS)[number];

const BY_KEY: Readonly<Partial<Record<ErrorName, FaultName>>> = {
  WeakParameters: "weak",
  NoMemory: "memory",
  TooLarge: "large",
  FileGone: "file",
  NoEngine: "engine",
  TimedOut: "silent",
  WorkerGone: "silent",
  Missing: "offline",
  Locked: "session",
  Internal: "mistake",
  BadMessage: "mistake",
  Unknown: "mistake",
  InvalidScope: "mistake",
};

const BY_ANSWER: Readonly<Record<Unanswered["name"], FaultName>> = {
  offline: "offline",
  unauthenticated: "session",
  forbidden: "gone",
  "not-found": "gone",
  conflict: "moved-on",
  invalid: "refused",
  busy: "busy",
  fault: "service",
};

export function faultName(error: unknown): FaultName {
  if (error instanceof Unanswered) return BY_ANSWER[error.name];
  if (error instanceof KeyError) return BY_KEY[error.name] ?? "changed";
  if (error instanceof AskerUnknown) return "asker";
  if (error instanceof NotHere) return "gone";
  if (error instanceof RolledBack) return "older";
  if (error instanceof PinChanged) return "pin";
  if (error instanceof IntakeChanged) return "intake";
  if (error instanceof Ended) return "session";
  if (error instanceof Misshapen) return "service";
  return "mistake";
}

export function FaultBox(of: { name: FaultName; again?: (() => void) | undefined }): JSX.Element {
  const { say } = useWords();
  return (
    <div class="card card--wrong" role="alert">
      <h2 class="govuk-heading-s">{say(`fault-${of.name}`)}</h2>
      <Text>{say(`fault-${of.name}-next`)}</Text>
      {of.again === undefined ? null : <Second press={of.again}>{say("try-again")}</Second>}
    </div>
  );
}

/** Shows that work goes on, or what became of it. */
export function Going(of: {
  doing: Doing | null;
  error?: unknown;
  again?: () => void;
}): JSX.Element | null {
  const { say } = useWords();
  if (of.doing !== null) {
    return (
      <Progress
        label={say(`doing-${of.doing.step}`)}
        done={of.doing.done}
        total={of.doing.total}
      />
    );
  }
  if (of.error === null || of.error === undefined) return null;
  return <FaultBox name={faultName(of.error)} again={of.again} />;
}
