// Every physical left and right gets its mirror for languages written from right to left.
import rtlcss from "postcss-rtlcss";

export default { plugins: [rtlcss({ mode: "combined" })] };
