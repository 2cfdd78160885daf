import { nearEndInMs } from "@/lib/gateway/certificate/renewal-time";
import { keyOf } from "@/lib/model/secured-hosts";
import { heldCertificates } from "@/lib/server/views/secured-hosts";
import type { Store } from "@/lib/store/open-store";
import type { Log } from "../log";
import type { LiveWalks } from "../walks/live-walks";
import type { SecuredHostIndex } from "../walks/secured-host-index";
import { texts } from "./texts";

interface Parts {
  index: SecuredHostIndex;
  live: LiveWalks;
  store: Store;
  log: Log;
}

const everyInMs = 3_600_000;

/** Notifies once for each certificate that expires within a week while its renewal keeps failing. */
export function watchCertificates(parts: Parts): () => void {
  const check = () =>
    void announceNearEnds(parts).catch((err: unknown) =>
      parts.log.error({ err }, "certificates were not looked at"),
    );
  const timer = setInterval(check, everyInMs);
  timer.unref();
  check();
  return () => clearInterval(timer);
}

export async function announceNearEnds(
  parts: Pick<Parts, "index" | "live" | "store">,
  now = new Date(),
): Promise<void> {
  const { store } = parts;
  for (const { target, fact } of heldCertificates(parts)) {
    const left = Date.parse(fact.notAfter) - now.getTime();
    if (left > nearEndInMs || fact.renewalProblem === null) continue;
    const name = `notify.near-end ${keyOf(target)}`;
    if ((await store.settings.read(name)) === fact.serial) continue;
    await store.settings.write(name, fact.serial, now);
    const { namespace: virtualCluster, name: gateway } = target.gateway;
    const days = Math.max(0, Math.floor(left / 86_400_000));
    const { host } = target;
    const problem = fact.renewalProblem;
    await store.events.add([
      {
        at: now.toISOString(),
        level: "error",
        type: "certificate.near-end",
        message: left <= 0 ? texts.expired({ host, problem }) : texts.expiresIn({ host, days, problem }),
        virtualCluster,
        gateway,
        host: target.host,
        notification: {
          title: left <= 0 ? texts.expiredTitle({ host }) : texts.expiresInTitle({ host, days }),
          link: `/virtual-clusters/${virtualCluster}/gateways/${gateway}`,
        },
      },
    ]);
  }
}
