// `npm test`: every check, on any machine with Node and npm. Node's built-ins alone until the dependencies are there.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { bootstrap, pinnedNode, root, toolEnvironment } from "./bootstrap.mjs";
import { installSystemPackages } from "./system-packages.mjs";

installSystemPackages();
await bootstrap();
const child = spawn(
  pinnedNode,
  ["--import", "tsx", join(root, "scripts", "checks.ts"), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: toolEnvironment(),
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
