/** The screens behind the passphrase. */

import type { JSX } from "preact";
import type { Screen } from "../screens.ts";
import { Add } from "./add.tsx";
import { Agreed, Decide } from "./decide.tsx";
import { Asks, Refuse, Refused } from "./asks.tsx";
import { Code } from "./code.tsx";
import { Copy } from "./copy.tsx";
import { Draft, Gone } from "./draft.tsx";
import { Erase } from "./erase.tsx";
import { Exactly } from "./exactly.tsx";
import { Looked } from "./looked.tsx";
import { Passkeys } from "./passkeys.tsx";
import { Sealed } from "./sealed.tsx";
import { Shares, Stop, StoppedScreen } from "./shares.tsx";
import { Group, Things } from "./things.tsx";
import { Today } from "./today.tsx";

export function Inside({ screen }: { screen: Screen }): JSX.Element {
  switch (screen.name) {
    case "sealed":
      return <Sealed key={screen.eid} eid={screen.eid} />;
    case "asks":
      return <Asks key={screen.qid} qid={screen.qid} />;
    case "refuse":
      return <Refuse key={screen.qid} qid={screen.qid} />;
    case "refused":
      return <Refused />;
    case "exactly":
      return <Exactly key={screen.qid} qid={screen.qid} />;
    case "decide":
      return <Decide key={screen.qid} qid={screen.qid} />;
    case "agreed":
      return <Agreed key={screen.gid} gid={screen.gid} />;
    case "draft":
      return <Draft key={screen.gid} gid={screen.gid} />;
    case "gone":
      return <Gone key={screen.gid} gid={screen.gid} />;
    case "shares":
      return <Shares />;
    case "stop":
      return <Stop key={screen.gid} gid={screen.gid} />;
    case "stopped":
      return <StoppedScreen key={screen.gid} gid={screen.gid} receipt={screen.receipt} />;
    case "looked":
      return <Looked />;
    case "things":
      return <Things />;
    case "inside":
      return <Group key={screen.group} eid={screen.eid} group={screen.group} />;
    case "copy":
      return <Copy key={screen.eid} eid={screen.eid} />;
    case "add":
      return <Add />;
    case "erase":
      return <Erase key={screen.eid} eid={screen.eid} />;
    case "passkeys":
      return <Passkeys />;
    case "code":
      return <Code />;
    default:
      return <Today />;
  }
}
