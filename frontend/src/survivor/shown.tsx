/** Which component shows which screen; those behind the passphrase come when they are needed. */

import type { FunctionComponent, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { FaultBox } from "./faults.tsx";
import type { Screen } from "./screens.ts";
import { Locked, SignIn } from "./screens/sign_in.tsx";
import { Start } from "./screens/start.tsx";

export function Shown(of: { screen: Screen; comeBack: () => Promise<void> }): JSX.Element {
  const { screen } = of;
  if (screen.name === "start") return <Start key="start" />;
  if (screen.name === "enrol") {
    return <Later key="enrol" load={loadEnrol} of={{}} />;
  }
  if (screen.name === "signIn") return <SignIn key="signIn" />;
  if (screen.name === "locked") return <Locked key="locked" why={screen.why} back={of.comeBack} />;
  return <Later key="inside" load={loadInside} of={{ screen }} />;
}

const loadEnrol = async (): Promise<FunctionComponent> =>
  (await import("./screens/enrol.tsx")).Enrol;
const loadInside = async (): Promise<FunctionComponent<{ screen: Screen }>> =>
  (await import("./screens/inside.tsx")).Inside;

/** Fetches the other screens while she reads the first, so that none is waited for later. */
export function fetchAhead(): void {
  for (const load of [loadEnrol, loadInside]) void load().catch(() => undefined);
}

/** A component of another file; until it is here there is nothing to see. */
function Later<P extends object>(of: {
  load: () => Promise<FunctionComponent<P>>;
  of: P;
}): JSX.Element | null {
  const [found, setFound] = useState<{ component: FunctionComponent<P> } | "missing" | null>(null);
  useEffect(() => {
    of.load().then(
      (component) => setFound({ component }),
      () => setFound("missing"),
    );
  }, []);
  if (found === "missing") return <FaultBox name="offline" />;
  if (found === null) return null;
  const Component = found.component;
  return <Component {...of.of} />;
}
