import { z } from "zod";
import { cleanUp } from "@/lib/gateway/clean-up";
import { keyOf, type SecuredHost } from "@/lib/gateway/model";
import type { World } from "@/lib/gateway/world";
import type { CleanUp } from "@/lib/runner/clean-up";
import type { SecuredHostIndex } from "./secured-host-index";

export const securedHostKind = "secured-host";

const payloadSchema = z.object({
  host: z.string(),
  gateway: z.object({ namespace: z.string(), name: z.string() }),
});

/** The task that undoes what walks did for a secured host. */
export function securedHostCleanup(target: Pick<SecuredHost, "host" | "port" | "gateway">) {
  const { host, gateway } = target;
  return {
    kind: securedHostKind,
    subject: keyOf(target),
    payload: { host, gateway } satisfies z.infer<typeof payloadSchema>,
  };
}

interface Parts {
  index: SecuredHostIndex;
  worldFor(virtualCluster: string): Promise<World>;
}

/** Does such tasks. What is wanted again meanwhile is left alone. */
export function cleanUpHosts({ index, worldFor }: Parts): CleanUp {
  return async (task) => {
    const { host, gateway } = payloadSchema.parse(task.payload);
    const holders = index.targetsOf(host);
    const isWanted = holders.some(
      (target) => target.gateway.namespace === gateway.namespace && target.gateway.name === gateway.name,
    );
    if (!isWanted)
      await cleanUp(await worldFor(gateway.namespace), { host, gateway, heldByOthers: holders.length > 0 });
    return { state: "done" };
  };
}
