// `npm run demo`: from a fresh clone to a running panel. Node's built-ins alone until the dependencies are there.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { bootstrap, pinnedNode, root, toolEnvironment } from "./bootstrap.mjs";

await bootstrap();
const child = spawn(pinnedNode, ["--import", "tsx", join(root, "scripts", "demo.ts")], {
  cwd: root,
  stdio: "inherit",
  env: toolEnvironment(),
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
