import { provideHandlers } from "./http/handlers";
import { readiness, serveMetrics } from "./http/probes";
import { answerApi } from "./http/rest-api";
import { getPanel, liveWithProcess } from "./panel";

/** Starts the panel in the process that serves its pages, and ends it with the process. */
export async function startWebProcess(): Promise<void> {
  provideHandlers({ api: answerApi, readiness, metrics: serveMetrics });
  await liveWithProcess(getPanel);
}
