import { ingressesSchema, istioSchema } from "@/lib/api/istio";
import { operation } from "../http/operation";
import { ingressViews } from "../istio/ingresses";
import { istioView } from "../istio/istio-view";

const tag = "Istio";

export const readIstio = operation({
  method: "get",
  path: "/istio",
  summary: "What the cluster has and lacks of Istio, and why a namespace is no virtual cluster",
  tag,
  answer: istioSchema,
  run: async ({ runtime }) => istioView(runtime),
});

export const listIngresses = operation({
  method: "get",
  path: "/ingresses",
  summary: "The ingress gateways of the cluster, with their addresses",
  tag,
  answer: ingressesSchema,
  run: async ({ runtime }) => ({ items: ingressViews(runtime.cache) }),
});
