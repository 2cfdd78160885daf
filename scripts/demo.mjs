// `npm run demo`: from a fresh clone to a running panel. Node's built-ins alone until the dependencies are there.
import { bootstrap, runPinned } from "./bootstrap.mjs";

await bootstrap();
runPinned("demo.ts");
