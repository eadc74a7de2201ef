import { defineConfig } from "vite";
import { integrity } from "./integrity.ts";

// One static bundle for each role, from its own origin (docs/frontend.md). Paths are
// relative, so a bundle may be served under any name.
export default defineConfig({
  root: "src/survivor",
  base: "./",
  publicDir: false,
  plugins: [integrity()],
  css: { lightningcss: { errorRecovery: true } },
  build: {
    target: "es2022",
    outDir: "../../../api/static/survivor",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        entryFileNames: "assets/[hash].js",
        chunkFileNames: "assets/[hash].js",
        assetFileNames: "assets/[hash][extname]",
      },
    },
  },
  worker: {
    format: "es",
    rollupOptions: {
      // A folder of its own, because the server gives it a policy of its own.
      output: {
        entryFileNames: "keys/[hash].js",
        chunkFileNames: "keys/[hash].js",
      },
    },
  },
});
