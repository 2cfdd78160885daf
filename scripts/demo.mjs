// `npm run demo`: from a fresh clone to a running panel. Uses only Node's built-ins until the dependencies are
// installed.
import { bootstrap, runPinned } from "./bootstrap.mjs";

await bootstrap();
runPinned("demo.ts");
