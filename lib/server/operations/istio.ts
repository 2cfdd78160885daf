import { ingressesSchema, istioInstallationSchema, istioInstallSchema, istioSchema } from "@/lib/api/istio";
import { istioVersions } from "@/lib/server/istio/installer";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { ingressViews } from "../istio/ingresses";
import { istioView } from "../istio/istio-view";
import { texts } from "./texts";

const tag = "Istio";

export const readIstio = operation({
  method: "get",
  needs: ["viewer", "installation"],
  path: "/istio",
  summary: texts.readIstio,
  tag,
  answer: istioSchema,
  run: async ({ cluster }) => istioView(cluster),
});

export const listIngresses = operation({
  method: "get",
  needs: ["viewer", "installation"],
  path: "/ingresses",
  summary: texts.listIngresses,
  tag,
  answer: ingressesSchema,
  run: async ({ cluster }) => ({ items: ingressViews(cluster.cache) }),
});

export const readIstioInstallation = operation({
  method: "get",
  needs: ["viewer", "installation"],
  path: "/istio/install",
  summary: texts.readInstallation,
  tag,
  answer: istioInstallationSchema,
  run: ({ cluster }) => cluster.istioInstaller.state(),
});

export const installIstio = operation({
  method: "post",
  needs: ["admin", "installation"],
  path: "/istio/install",
  summary: texts.installIstio,
  tag,
  body: istioInstallSchema,
  answer: istioInstallationSchema,
  status: 202,
  act: "istio.install-asked",
  async run({ body: { version }, cluster }) {
    if (!istioVersions.some((offered) => offered.version === version))
      throw new ProblemError("invalid", texts.noVersion({ version }), [
        {
          path: ["version"],
          message: texts.chooseVersion({ versions: istioVersions.map((each) => each.version).join(", ") }),
        },
      ]);
    if (!(await cluster.istioInstaller.install(version)))
      throw new ProblemError("conflict", texts.installationRuns);
    return cluster.istioInstaller.state();
  },
});
