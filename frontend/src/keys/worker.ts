/** The key worker: the only place where her keys are. */

import type { FromWorker } from "./messages.ts";

const ready: FromWorker = { kind: "ready" };
postMessage(ready);
