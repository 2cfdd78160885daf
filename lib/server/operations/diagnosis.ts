import { z } from "zod";
import { diagnosisSchema } from "@/lib/api/diagnosis";
import type { CertificateAuthority } from "@/lib/gateway/world";
import { hostFromTyped } from "@/lib/model/hosts";
import { hostProblem } from "@/lib/model/secured-hosts";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { texts } from "./texts";

export const readDiagnosis = operation({
  method: "get",
  needs: ["viewer", "installation"],
  path: "/diagnosis",
  summary: texts.readDiagnosis,
  tag: "Diagnosis",
  query: z.object({
    host: z
      .string()
      .max(2_000)
      .transform(hostFromTyped)
      .superRefine((host, context) => {
        const isWildcard = host.startsWith("*.");
        const message = isWildcard
          ? texts.noWildcardDiagnosis({ example: `www${host.slice(1)}` })
          : hostProblem(host);
        if (message) context.addIssue({ code: "custom", message });
      }),
  }),
  answer: diagnosisSchema,
  run: ({ query: { host }, installation, cluster }) =>
    installation.diagnose(host, () => issuerOf(cluster, host)),
});

/**
 * The CA of the virtual cluster whose Gateway names the host, or a wildcard that covers it; else the
 * installation's.
 */
export function issuerOf(
  { index, worlds }: Pick<ClusterRuntime, "index" | "worlds">,
  host: string,
): Promise<CertificateAuthority> {
  const names = [host, host.replace(/^[^.]+/, "*")];
  const [target] = names.flatMap((name) => index.targetsOf(name));
  return worlds.issuerFor(target?.gateway.namespace ?? null);
}
