// `npm run setup`: installs what the other scripts need; `npm run demo` and `npm test` do that by themselves.
import { bootstrap } from "./bootstrap.mjs";

await bootstrap();
