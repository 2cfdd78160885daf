import { mapQuerySchema, mapSchema } from "@/lib/api/map";
import { overviewSchema } from "@/lib/api/overview";
import { searchQuerySchema, searchSchema } from "@/lib/api/search";
import { overviewOf } from "@/lib/server/views/overview";
import { routesMap } from "@/lib/server/views/routes-map";
import { searchObjects } from "@/lib/server/views/search";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { namespaceOf } from "./virtual-clusters";

export const readOverview = operation({
  method: "get",
  path: "/overview",
  summary: "The numbers of the first page: gateways, certificates, findings, events and Istio's health",
  tag: "Overview",
  answer: overviewSchema,
  run: ({ cluster }) => overviewOf(cluster),
});

export const readMap = operation({
  method: "get",
  path: "/map",
  summary: "The routes from hosts to pods, of one gateway, one virtual cluster, or all",
  tag: "Overview",
  query: mapQuerySchema,
  answer: mapSchema,
  async run({ query: { virtualCluster, gateway }, cluster }) {
    if (gateway !== undefined && virtualCluster === undefined)
      throw new ProblemError("bad-request", "Name the virtual cluster of the gateway.", [
        { path: ["virtualCluster"], message: "Required with a gateway" },
      ]);
    if (virtualCluster !== undefined) namespaceOf(cluster, virtualCluster);
    return routesMap(cluster, virtualCluster, gateway);
  },
});

export const search = operation({
  method: "get",
  path: "/search",
  summary: "Find objects of all kinds by name or host, the best first",
  tag: "Overview",
  query: searchQuerySchema,
  answer: searchSchema,
  run: async ({ query: { q, limit }, cluster }) => ({ items: searchObjects(cluster, q, limit) }),
});
