import { ingressesSchema, istioInstallationSchema, istioInstallSchema, istioSchema } from "@/lib/api/istio";
import { istioVersions } from "@/lib/server/istio/installer";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { ingressViews } from "../istio/ingresses";
import { istioView } from "../istio/istio-view";

const tag = "Istio";

export const readIstio = operation({
  method: "get",
  path: "/istio",
  summary: "What the cluster has and lacks of Istio, and why a namespace is no virtual cluster",
  tag,
  answer: istioSchema,
  run: async ({ cluster }) => istioView(cluster),
});

export const listIngresses = operation({
  method: "get",
  path: "/ingresses",
  summary: "The ingress gateways of the cluster, with their addresses",
  tag,
  answer: ingressesSchema,
  run: async ({ cluster }) => ({ items: ingressViews(cluster.cache) }),
});

export const readIstioInstallation = operation({
  method: "get",
  path: "/istio/install",
  summary: "The installer's Job, with the end of its log",
  tag,
  answer: istioInstallationSchema,
  run: ({ cluster }) => cluster.istioInstaller.state(),
});

export const installIstio = operation({
  method: "post",
  path: "/istio/install",
  summary: "Install Istio into the cluster, by a Job that runs the official installer; needs a confirmation",
  tag,
  body: istioInstallSchema,
  answer: istioInstallationSchema,
  status: 202,
  async run({ body: { version }, cluster }) {
    if (!istioVersions.some((offered) => offered.version === version))
      throw new ProblemError("invalid", `Version ${version} is not offered.`, [
        {
          path: ["version"],
          message: `Choose one of ${istioVersions.map((each) => each.version).join(", ")}`,
        },
      ]);
    if (!(await cluster.istioInstaller.install(version)))
      throw new ProblemError("conflict", "An installation is under way already.");
    return cluster.istioInstaller.state();
  },
});
