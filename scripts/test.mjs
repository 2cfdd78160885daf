// `npm test`: every check, on any machine with Node and npm. Uses only Node's built-ins until the dependencies are
// installed.
import { bootstrap, runPinned } from "./bootstrap.mjs";
import { installSystemPackages } from "./system-packages.mjs";

await Promise.all([installSystemPackages(), bootstrap()]);
runPinned("checks.ts", process.argv.slice(2));
