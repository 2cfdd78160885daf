import { asFailure } from "@/lib/gateway/failure";
import { getPanel } from "@/lib/server/panel";
import { requireAllowed } from "../access/permissions";
import { problemOf } from "./problem-error";
import { problemResponse, requireIdentity } from "./serve";
import { texts } from "./texts";

/** 200 if the panel can answer requests well, otherwise 503 with what is missing, one per line. */
export async function readiness(): Promise<Response> {
  const missing: string[] = [];
  try {
    const { installation, clusters } = await getPanel();
    await installation.store.ping().catch((thrown: unknown) => missing.push(asFailure(thrown).message));
    for (const { cache, mesh, walking } of clusters) {
      for (const { kind, state, note } of cache.states())
        if (state === "reconnecting") missing.push(`${kind}: ${note ?? texts.notConnected}`);
      if (!mesh.isPrepared()) missing.push(texts.notChecked);
      if (!walking) missing.push(texts.runnerNotStarted);
    }
  } catch {
    missing.push(texts.panelNotStarted);
  }
  return new Response(missing.length === 0 ? "ok\n" : `${missing.join("\n")}\n`, {
    status: missing.length === 0 ? 200 : 503,
  });
}

/** Prometheus text format. The figures are about all virtual clusters. */
export async function serveMetrics(request: Request): Promise<Response> {
  try {
    const { access, metrics } = (await getPanel()).installation;
    requireAllowed(await requireIdentity(request.headers, access), ["viewer", "installation"], {});
    return new Response(await metrics.registry.metrics(), {
      headers: { "content-type": metrics.registry.contentType },
    });
  } catch (thrown) {
    return problemResponse(problemOf(thrown));
  }
}
