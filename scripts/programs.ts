import { join } from "node:path";

/** Where the build leaves what `npm start` and `npm run worker` run: within the build, as they belong to it. */
export const programsFolder = join(
  import.meta.dirname,
  "..",
  process.env.LAMIA_DIST_DIR ?? ".next",
  "programs",
);
/** The built panel; runs on the pinned Node. */
export const panelProgram = join(programsFolder, "panel.mjs");
