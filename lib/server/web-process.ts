import { printFirstAdminLink, signInWays, standing, userWithoutRole } from "./access/page-access";
import { provideHandlers } from "./http/handlers";
import { readiness, serveMetrics } from "./http/probes";
import { answerApi } from "./http/rest-api";
import { getPanel, liveWithProcess } from "./panel";

/**
 * Starts the panel in the process that serves its pages, and ends it with the process: tells open streams, has what is under
 * way answered by `drain`, and then closes.
 */
export async function startWebProcess(drain: () => Promise<void> = async () => {}): Promise<void> {
  provideHandlers({
    api: answerApi,
    readiness,
    metrics: serveMetrics,
    standing,
    userWithoutRole,
    signInWays,
  });
  await liveWithProcess(async () => {
    const panel = await getPanel();
    await printFirstAdminLink(panel.installation);
    return {
      async close() {
        panel.installation.stream.leave();
        await drain();
        await panel.close();
      },
    };
  });
}
