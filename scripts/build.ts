import { ended, start, tools } from "./child";

/** `npm run build`: the production build of the panel. */
process.exit(await ended(start([tools.next, "build"], { NODE_ENV: "production" })));
