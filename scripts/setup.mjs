// `npm run setup`: installs what the other scripts need, as `npm run demo` and `npm test` do by themselves.
import { bootstrap } from "./bootstrap.mjs";

await bootstrap();
