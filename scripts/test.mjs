// `npm test`: every check, on any machine with Node and npm. Node's built-ins alone until the dependencies are there.
import { bootstrap, runPinned } from "./bootstrap.mjs";
import { installSystemPackages } from "./system-packages.mjs";

installSystemPackages();
await bootstrap();
runPinned("checks.ts", process.argv.slice(2));
