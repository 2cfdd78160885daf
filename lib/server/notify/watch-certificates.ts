import type { TlsSecretView } from "@/lib/api/tls-secret";
import { isNearEnd, nearEndInMs } from "@/lib/gateway/certificate/renewal-time";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { GatewayObject } from "@/lib/model/istio-objects";
import { keyOf } from "@/lib/model/secured-hosts";
import { heldCertificates } from "@/lib/server/views/secured-hosts";
import { foreignSecrets } from "@/lib/server/views/tls-secrets";
import type { Store } from "@/lib/store/open-store";
import type { Log } from "../log";
import type { Mesh } from "../mesh/mesh";
import type { LiveWalks } from "../walks/live-walks";
import type { SecuredHostIndex } from "../walks/secured-host-index";
import { texts } from "./texts";

interface Parts {
  index: SecuredHostIndex;
  live: LiveWalks;
  mesh: Mesh;
  cache: ClusterCache;
  store: Store;
  log: Log;
}

const everyInMs = 3_600_000;
const dayInMs = 86_400_000;

/**
 * Notifies once for each certificate that expires within a week: of Lamia's own while their renewal keeps failing, of
 * others that Gateways name in any case.
 */
export function watchCertificates(parts: Parts): () => void {
  const check = () => {
    for (const announce of [announceNearEnds, announceForeignEnds])
      void announce(parts).catch((err: unknown) =>
        parts.log.error({ err }, "certificates were not looked at"),
      );
  };
  const timer = setInterval(check, everyInMs);
  timer.unref();
  check();
  return () => clearInterval(timer);
}

export async function announceNearEnds(
  parts: Pick<Parts, "index" | "live" | "store">,
  now = new Date(),
): Promise<void> {
  for (const { target, fact } of heldCertificates(parts)) {
    const left = Date.parse(fact.notAfter) - now.getTime();
    if (left > nearEndInMs || fact.renewalProblem === null) continue;
    const { namespace: virtualCluster, name: gateway } = target.gateway;
    const days = daysOf(left);
    const { host } = target;
    const problem = fact.renewalProblem;
    await announceOnce(parts.store, now, {
      about: `notify.near-end ${keyOf(target)}`,
      what: fact.serial,
      level: "error",
      message: left <= 0 ? texts.expired({ host, problem }) : texts.expiresIn({ host, days, problem }),
      title: left <= 0 ? texts.expiredTitle({ host }) : texts.expiresInTitle({ host, days }),
      of: { virtualCluster, gateway, host },
    });
  }
}

/**
 * Reads the Secrets of others that Gateways name, whether or not anybody looks at a page, and says which of them expire
 * soon or can't be served: once for each virtual cluster, and again when it gets worse.
 */
export async function announceForeignEnds(
  { mesh, cache, store }: Pick<Parts, "mesh" | "cache" | "store">,
  now = new Date(),
): Promise<void> {
  await mesh.catchUp();
  await mesh.lookUpCredentials({ apply: mesh.snapshot().gateways as GatewayObject[] });
  for (const secret of foreignSecrets({ mesh, cache })) {
    const state = stateAt(secret, now);
    if (state === null) continue;
    const { namespace, name, certificate } = secret;
    const used = secret.uses.filter(({ use }) => use !== "replaced");
    for (const virtualCluster of new Set(used.map((use) => use.virtualCluster))) {
      const found = cache.get("Namespace", null, virtualCluster);
      const first = used.find((use) => use.virtualCluster === virtualCluster);
      if (!found || !isVirtualCluster(found) || !first) continue;
      const hosts = used
        .filter((use) => use.virtualCluster === virtualCluster)
        .flatMap((use) => use.hosts)
        .join(", ");
      const place = `${namespace}/${name}`;
      const days = daysOf(Date.parse(certificate?.notAfter ?? "") - now.getTime());
      const said = { place, hosts, days, by: secret.certManager ? "certManager" : "nobody" };
      await announceOnce(store, now, {
        about: `notify.tls-secret ${place} ${virtualCluster}`,
        what: `${certificate?.serial ?? ""} ${state}`,
        level: state === "near-end" ? "warning" : "error",
        message: {
          "near-end": texts.foreignExpiresIn(said),
          expired: texts.foreignExpired(said),
          mismatched: texts.foreignMismatched(said),
          unusable: texts.foreignUnusable(said),
        }[state],
        title: {
          "near-end": texts.foreignExpiresInTitle(said),
          expired: texts.foreignExpiredTitle(said),
          mismatched: texts.foreignUnusableTitle(said),
          unusable: texts.foreignUnusableTitle(said),
        }[state],
        of: { virtualCluster, gateway: first.gateway, ...(first.host ? { host: first.host } : {}) },
      });
    }
  }
}

/** What is wrong with a Secret at that time, if users should know; null otherwise. */
function stateAt({ state, certificate }: TlsSecretView, now: Date) {
  if (state === "mismatched" || state === "unusable") return state;
  if (!certificate) return null;
  if (Date.parse(certificate.notAfter) <= now.getTime()) return "expired";
  return isNearEnd(certificate, now) ? "near-end" : null;
}

interface Announcement {
  /** Names what it is about. */
  about: string;
  /** While this stays the same, nothing is said again. */
  what: string;
  level: "warning" | "error";
  message: string;
  title: string;
  of: { virtualCluster: string; gateway: string; host?: string };
}

async function announceOnce(
  store: Store,
  now: Date,
  { about, what, level, message, title, of }: Announcement,
): Promise<void> {
  if ((await store.settings.read(about)) === what) return;
  await store.settings.write(about, what, now);
  await store.events.add([
    {
      at: now.toISOString(),
      level,
      type: "certificate.near-end",
      message,
      ...of,
      notification: {
        title,
        link: `/virtual-clusters/${of.virtualCluster}/gateways/${of.gateway}`,
      },
    },
  ]);
}

function daysOf(leftInMs: number): number {
  return Math.max(0, Math.floor(leftInMs / dayInMs)) || 0;
}
