/** A picture that a record cites: covered until she presses, drawn anew, never given as it is. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Fate, Hex } from "../../keys/messages.ts";
import { useWords } from "../../words/use.ts";
import { useApp } from "../use.ts";
import type { BlobOf } from "./record.ts";

const WIDEST = 880;
const PICTURES = new Set(["image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp"]);

type State = "covered" | "opening" | "open" | "failed";

/** Draws into the canvas: what the phone gave is decoded once and shown as plain pixels. */
async function draw(canvas: HTMLCanvasElement, data: Uint8Array<ArrayBuffer>): Promise<void> {
  const picture = await createImageBitmap(new Blob([data]));
  const scale = Math.min(1, WIDEST / picture.width);
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
}

interface Shown {
  readonly eid: Hex;
  readonly blob: BlobOf;
  readonly fate: Fate | null;
}

/** A file that a record cites, and how it goes if it does not go as it is. */
export function Medium({ eid, blob, fate }: Shown): JSX.Element {
  const { say } = useWords();
  const sound = fate === "stripped" && blob.mime.startsWith("audio/");
  return (
    <>
      <File eid={eid} blob={blob} />
      {fate === null ? null : (
        <p class="state" data-fate={fate}>
          {say(sound ? "medium-stripped-sound" : `medium-${fate}`)}
        </p>
      )}
    </>
  );
}

function File({ eid, blob }: { eid: Hex; blob: BlobOf }): JSX.Element {
  const { say } = useWords();
  const { session } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<State>("covered");
  if (!blob.present || blob.sha256 === "") return <p>{say("medium-missing")}</p>;
  if (!PICTURES.has(blob.mime)) {
    return <p>{say("medium-file", { name: blob.name, kilobytes: Math.ceil(blob.size / 1024) })}</p>;
  }
  const open = async (): Promise<void> => {
    setState("opening");
    try {
      const { data } = await session.ask("medium", { eid, sha256: blob.sha256 });
      if (canvas.current !== null) await draw(canvas.current, data);
      setState("open");
    } catch {
      setState("failed");
    }
  };
  const press = (): void => {
    if (state === "open") setState("covered");
    else if (state !== "opening") void open();
  };
  return (
    <button type="button" class="medium" aria-pressed={state === "open"} onClick={press}>
      <canvas ref={canvas} hidden={state !== "open"} aria-hidden="true" />
      {say(`medium-${state}`)}
    </button>
  );
}
