import { readEnvironment } from "./environment";
import { liveWithProcess, startPanel } from "./panel";

/** `npm run worker`: walks in addition to the web process, on the same PostgreSQL; any number of them. */
await liveWithProcess(async () => {
  const environment = readEnvironment();
  if (!environment.DATABASE_URL)
    throw new Error(
      "A worker shares a panel's work through PostgreSQL: set DATABASE_URL to the panel's database.\n" +
        "Without one the panel walks by itself, and needs no worker.",
    );
  return startPanel({ ...environment, LAMIA_RUNNER: "web" });
});
