/** The survivor's pages: one document, screens that change in place. */

import { render } from "preact";
import { coverWhenHidden } from "../exit/away.ts";
import { App } from "./app.tsx";

coverWhenHidden();
const place = document.getElementById("app");
if (place !== null) render(<App />, place);
