import { build } from "esbuild";
import { ended, start, tools } from "./child";
import { programsFolder } from "./programs";

/**
 * `npm run build`: the production build of the panel, and its programs as plain JavaScript. With a compiler at
 * run time, each would take some 75 MB more.
 */
const code = await ended(start([tools.next, "build"], { NODE_ENV: "production" }));
if (code !== 0) process.exit(code);
await build({
  entryPoints: {
    panel: "scripts/start.ts",
    worker: "lib/server/worker.ts",
    lamia: "lib/server/commands/main.ts",
  },
  outdir: programsFolder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  // What a program imports at run time stays out of its start, which may first replace the process.
  splitting: true,
  chunkNames: "part-[hash]",
  platform: "node",
  target: "node24",
  format: "esm",
  packages: "external",
  sourcemap: true,
});
