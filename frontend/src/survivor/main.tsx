/** The survivor's app. */

import { render } from "preact";

const place = document.getElementById("app");
if (place !== null) render(<h1>Start</h1>, place);
