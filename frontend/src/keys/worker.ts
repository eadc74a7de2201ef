/** The key worker: the only place where her keys are. Its response forbids it the network. */

import { browserRandom } from "./account.ts";
import type { FromWorker } from "./messages.ts";
import { Server } from "./serve.ts";

const send = (message: FromWorker): void => postMessage(message);
const server = new Server(send, browserRandom, () => performance.now());

addEventListener("message", (event: MessageEvent<unknown>) => server.hear(event.data));
send({ kind: "ready" });
