import { mapQuerySchema, mapSchema } from "@/lib/api/map";
import { overviewSchema } from "@/lib/api/overview";
import { searchQuerySchema, searchSchema } from "@/lib/api/page";
import { overviewOf } from "@/lib/server/views/overview";
import { routesMap, visibleMap } from "@/lib/server/views/routes-map";
import { searchObjects } from "@/lib/server/views/search";
import { scopesOf } from "../access/permissions";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { texts } from "./texts";
import { namespaceOf } from "./virtual-clusters";

export const readOverview = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/overview",
  summary: texts.overview,
  tag: "Overview",
  answer: overviewSchema,
  run: ({ cluster, sees, identity }) => overviewOf(cluster, { sees, within: scopesOf(identity) }),
});

export const readMap = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/map",
  summary: texts.map,
  tag: "Overview",
  query: mapQuerySchema,
  answer: mapSchema,
  async run({ query: { virtualCluster, gateway }, cluster, sees }) {
    if (!sees(virtualCluster ?? null)) throw new ProblemError("forbidden", texts.mapOfOne);
    if (gateway !== undefined && virtualCluster === undefined)
      throw new ProblemError("bad-request", texts.nameVirtualCluster, [
        { path: ["virtualCluster"], message: texts.requiredWithGateway },
      ]);
    if (virtualCluster !== undefined) namespaceOf(cluster, virtualCluster);
    const map = routesMap(cluster, virtualCluster, gateway);
    return sees(null) ? map : visibleMap(map, sees);
  },
});

export const search = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/search",
  summary: texts.search,
  tag: "Overview",
  query: searchQuerySchema,
  answer: searchSchema,
  run: async ({ query: { q, limit }, cluster, sees }) => ({ items: searchObjects(cluster, q, limit, sees) }),
});
