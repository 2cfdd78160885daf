import type { ClusterClient } from "./client";
import { type Kind, kinds } from "./kinds";

/** Whether an object stands, asked at the API server. `gone` only when its kind is served and it is not there. */
export async function confirmGone(
  client: Pick<ClusterClient, "send">,
  kind: Kind,
  namespace: string | undefined,
  name: string,
): Promise<"gone" | "present" | "unknown"> {
  try {
    const found = await client.send({ verb: "get", resource: kinds[kind], namespace, name });
    if (found.status === 200) return "present";
    if (found.status !== 404) return "unknown";
    const listed = await client.send({ verb: "list", resource: kinds[kind], query: { limit: 1 } });
    return listed.status === 200 ? "gone" : "unknown";
  } catch {
    return "unknown";
  }
}
