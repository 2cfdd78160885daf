import { isSignedIn, printFirstAdminLink, signInWays } from "./access/page-access";
import { provideHandlers } from "./http/handlers";
import { readiness, serveMetrics } from "./http/probes";
import { answerApi } from "./http/rest-api";
import { getPanel, liveWithProcess } from "./panel";

/** Starts the panel in the process that serves its pages, and ends it with the process. */
export async function startWebProcess(): Promise<void> {
  provideHandlers({ api: answerApi, readiness, metrics: serveMetrics, isSignedIn, signInWays });
  await liveWithProcess(async () => {
    const panel = await getPanel();
    await printFirstAdminLink(panel.installation);
    return panel;
  });
}
