import { requireSignIn } from "./http/authentication";
import { problemOf } from "./http/problem-error";
import { problemResponse } from "./http/serve";
import { getPanel } from "./panel";

/** Prometheus text format, behind the same token as the API. */
export async function serveMetrics(request: Request): Promise<Response> {
  try {
    const { environment, metrics } = (await getPanel()).installation;
    requireSignIn(request, environment.LAMIA_API_TOKEN);
    return new Response(await metrics.registry.metrics(), {
      headers: { "content-type": metrics.registry.contentType },
    });
  } catch (thrown) {
    return problemResponse(problemOf(thrown));
  }
}
