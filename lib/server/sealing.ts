import { setTimeout as sleep } from "node:timers/promises";
import { asFailure } from "@/lib/gateway/failure";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { setMode } from "@/lib/kubernetes/sealing/key-ring";
import { type Resealed, resealAll } from "@/lib/kubernetes/sealing/reseal";
import { type SealingClient, sealingClient } from "@/lib/kubernetes/sealing/sealing-client";
import type { Environment } from "./environment";
import type { Log } from "./log";

interface Parts {
  client: ClusterClient;
  environment: Pick<Environment, "LAMIA_NAMESPACE" | "LAMIA_SEAL">;
  log: Pick<Log, "info" | "warn">;
}

const againAfterMs = 30_000;

/**
 * The client that seals Lamia's own Secrets if LAMIA_SEAL is set. What is still plain is sealed in the background, as
 * soon as the API server and the key management service answer; until then everything works.
 */
export function startSealing({ client, environment, log }: Parts): { client: SealingClient; stop(): void } {
  const { LAMIA_NAMESPACE: namespace, LAMIA_SEAL: setting } = environment;
  const sealing = sealingClient(client, { namespace, setting });
  const stop = new AbortController();
  if (setting !== undefined) void sealInTime();
  return { client: sealing, stop: () => stop.abort() };

  async function sealInTime(): Promise<void> {
    let told = "";
    const tell = (reason: string) => {
      if (reason !== "" && reason !== told) log.warn({ reason }, "some of Lamia’s Secrets aren’t sealed");
      told = reason;
    };
    while (!stop.signal.aborted) {
      try {
        const done = await sealExisting();
        if (done && done.changed > 0) log.info({ secrets: done.changed }, "Lamia’s Secrets are sealed");
        if (done?.left.length === 0) return;
        tell(done?.left.map(({ reason }) => reason).join(" ") ?? "");
      } catch (thrown) {
        tell(asFailure(thrown).message);
      }
      await sleep(againAfterMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  }

  async function sealExisting(): Promise<Resealed | null> {
    const ring = await sealing.ring();
    if (ring.state === "locked") throw ring.failure;
    if (ring.state === "off") return null;
    // They were unsealed on purpose, and then the setting came back.
    if (ring.state === "plain") {
      await setMode({ client, namespace, setting }, "sealed");
      return null;
    }
    return resealAll({ client, namespace }, ring);
  }
}
