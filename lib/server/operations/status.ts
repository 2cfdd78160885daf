import { statusSchema } from "@/lib/api/status";
import type { KindState } from "@/lib/kubernetes/kind-state";
import { kinds, qualifiedName } from "@/lib/kubernetes/kinds";
import { missingPermissions } from "@/lib/kubernetes/permissions";
import { operation } from "../http/operation";
import { version } from "../version";

export const readStatus = operation({
  method: "get",
  path: "/status",
  summary: "Whether the parts that the panel stands on are well",
  tag: "Status",
  answer: statusSchema,
  async run({ runtime }) {
    const { cache, client, ca, environment } = runtime;
    const states = cache.states();
    const refused = states.some(({ state }) => state === "refused");
    const missing = refused ? await missingPermissions(client).catch(() => []) : [];
    return {
      version,
      cluster: {
        ...overall(states),
        missingKinds: states
          .filter(({ state }) => state === "missing")
          .map(({ kind }) => qualifiedName(kinds[kind])),
        missingPermissions: missing.map(
          ({ group, resource, missing: verbs }) =>
            `${verbs.join(", ")} ${qualifiedName({ group, plural: resource })}`,
        ),
      },
      certificateAuthority: { title: ca.title, directory: environment.LAMIA_ACME_DIRECTORY },
      runner: environment.LAMIA_RUNNER,
      signInNeeded: environment.LAMIA_API_TOKEN !== undefined,
    };
  },
});

function overall(states: readonly KindState[]) {
  const worst =
    states.find(({ state }) => state === "refused") ?? states.find(({ state }) => state === "reconnecting");
  if (!worst) return { state: "connected" as const, note: "The panel follows the cluster." };
  const state = worst.state === "refused" ? ("refused" as const) : ("reconnecting" as const);
  return { state, note: [worst.note, worst.remedy].filter((text) => text !== null).join(" ") };
}
