/** Which component shows which screen; those behind the passphrase come when they are needed. */

import type { JSX } from "preact";
import { isOutside } from "./screens.ts";
import type { Screen } from "./screens.ts";
import { Enrol } from "./screens/enrol.tsx";
import { Inside } from "./screens/inside.tsx";
import { Locked, SignIn } from "./screens/sign_in.tsx";
import { Start } from "./screens/start.tsx";

export function Shown(of: { screen: Screen; comeBack: () => Promise<void> }): JSX.Element {
  const { screen } = of;
  if (screen.name === "start") return <Start key="start" />;
  if (screen.name === "enrol") return <Enrol key="enrol" />;
  if (screen.name === "signIn") return <SignIn key="signIn" />;
  if (screen.name === "locked") return <Locked key="locked" why={screen.why} back={of.comeBack} />;
  return isOutside(screen) ? <Start key="start" /> : <Inside screen={screen} />;
}
