import { Failure } from "@/lib/gateway/failure";
import { connectCluster } from "@/lib/kubernetes/client/client";
import { sealPattern } from "@/lib/kubernetes/sealing/envelope";
import {
  openRing,
  protectWith,
  type Ring,
  type RingOptions,
  setMode,
} from "@/lib/kubernetes/sealing/key-ring";
import { type Resealed, resealAll, rotateKey } from "@/lib/kubernetes/sealing/reseal";
import type { Environment } from "../environment";
import { texts } from "./texts";

/** `lamia seal status | now | off | rotate | protect SETTING` */
export async function seal([action, next]: string[], environment: Environment): Promise<void> {
  const client = connectCluster({ kubeconfigFile: environment.KUBECONFIG });
  const options = { client, namespace: environment.LAMIA_NAMESPACE, setting: environment.LAMIA_SEAL };
  try {
    switch (action) {
      case "status":
        return console.log(await statusOf(options));
      case "now":
        await usable(options);
        await setMode(options, "sealed");
        return tell(await resealAll(options, await usable(options)));
      case "off":
        await usable(options);
        await setMode(options, "plain");
        return tell(await resealAll(options, await usable(options)));
      case "rotate":
        return await rotate(options);
      case "protect":
        if (next === undefined || !sealPattern.test(next)) break;
        await usable(options);
        await protectWith(options, next);
        return console.log(texts.protectedWith({ setting: next }));
    }
    throw new Failure("rejected", texts.usage);
  } finally {
    await client.close();
  }
}

async function rotate(options: RingOptions): Promise<void> {
  await usable(options);
  await rotateKey(options, tell);
}

async function statusOf(options: RingOptions): Promise<string> {
  const ring = await openRing({ ...options });
  if (ring.state === "off") return texts.sealOff;
  if (ring.state === "locked") throw ring.failure;
  return ring.state === "plain" ? texts.sealPlain : texts.sealOn({ keys: ring.keys.size });
}

/** The ring, if it opens. Throws its failure otherwise. */
async function usable(options: RingOptions): Promise<Ring & { state: "sealed" | "plain" }> {
  const ring = await openRing(options);
  if (ring.state === "locked") throw ring.failure;
  if (ring.state === "off") throw new Failure("rejected", texts.sealOff, { remedy: texts.setSeal });
  return ring;
}

function tell({ changed, left }: Resealed): void {
  console.log(texts.resealed({ changed }));
  for (const { name, reason } of left) console.log(texts.leftAsItIs({ name, reason }));
  if (left.length > 0) process.exitCode = 1;
}
