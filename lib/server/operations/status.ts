import { chooseCas } from "@/lib/acme/ca-choice";
import { authorityTitle } from "@/lib/acme/directory";
import { type Status, statusSchema } from "@/lib/api/stream";
import { kinds, qualifiedName } from "@/lib/kubernetes/objects/kinds";
import type { KindState } from "@/lib/kubernetes/watch/cluster-cache";
import type { Settings } from "@/lib/model/settings";
import { seesOf } from "@/lib/server/access/permissions";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { operation } from "@/lib/server/http/operation";
import type { Installation } from "@/lib/server/installation";
import { version } from "@/package.json";
import { texts } from "./texts";

export const readStatus = operation({
  method: "get",
  needs: ["viewer", "self"],
  path: "/status",
  summary: texts.status,
  tag: "Status",
  answer: statusSchema,
  async run({ installation, cluster, identity }) {
    const { environment } = installation;
    const states = cluster.cache.states();
    const sees = seesOf(identity);
    return {
      version,
      cluster: {
        ...overall(states),
        missingKinds: states
          .filter(({ state }) => state === "missing")
          .map(({ kind }) => qualifiedName(kinds[kind])),
        missingRights: installation.rights
          .missing()
          .filter(({ namespace }) => namespace === null || sees(null) || sees(namespace))
          .map(({ group, resource, ...right }) => ({
            ...right,
            resource: qualifiedName({ group, plural: resource }),
          })),
        secrets: environment.LAMIA_SECRETS,
      },
      certificateAuthority: await usualCa(cluster, installation),
      clock: installation.clock.difference(),
      database: installation.database.problem(),
      runner: environment.LAMIA_RUNNER,
      signInNeeded: environment.LAMIA_API_TOKEN !== undefined,
    };
  },
});

/** The CA of virtual clusters that name none; that of the environment while the settings can't be read. */
async function usualCa({ worlds }: ClusterRuntime, { environmentCa }: Installation) {
  const shared = await worlds.installationSettings().catch((): Settings => ({}));
  const { directory } = chooseCas({ own: {}, installation: shared, environment: environmentCa }).ca;
  return { title: authorityTitle(directory), directory };
}

/** The worst comes first; `partial` if only some kinds aren't visible. */
export function overall(
  states: readonly KindState[],
): Pick<Status["cluster"], "state" | "note" | "stale" | "staleSince"> {
  const stale = states
    .filter((each) => each.staleSince !== null || each.state === "reconnecting" || each.state === "refused")
    .map((each) => ({ kind: qualifiedName(kinds[each.kind]), since: each.staleSince, note: noteOf(each) }));
  const staleSince =
    stale
      .map(({ since }) => since ?? "")
      .filter(Boolean)
      .sort()[0] ?? null;
  const worst =
    states.find(({ state }) => state === "refused") ??
    states.find(({ state }) => state === "reconnecting") ??
    states.find((each) => each.staleSince !== null);
  if (!worst) return { state: "connected", note: texts.connected, stale, staleSince };
  const isSeen = states.some(({ state, staleSince: since }) => state === "connected" && since === null);
  const state = worst.state === "refused" ? "refused" : isSeen ? "partial" : "reconnecting";
  return { state, note: noteOf(worst), stale, staleSince };
}

function noteOf({ state, note, remedy, unconfirmed }: KindState): string {
  if (state === "connected" && unconfirmed > 0) return texts.unconfirmed({ objects: unconfirmed });
  return [note, remedy].filter((text) => text !== null).join(" ");
}
