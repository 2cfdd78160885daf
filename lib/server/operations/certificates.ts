import { z } from "zod";
import { listedCertificateSchema } from "@/lib/api/certificate";
import { sortColumns } from "@/lib/api/choices";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { nameIncludes } from "@/lib/model/idn";
import { keyOf } from "@/lib/model/secured-hosts";
import { certificateView, daysLeftOf, heldCertificates, isInSpan } from "@/lib/server/views/secured-hosts";
import { visibleTo } from "../access/permissions";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";
import { texts } from "./texts";
export const listCertificates = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/certificates",
  summary: texts.listCertificates,
  tag: "Certificates",
  query: sortedPageQuerySchema(sortColumns.Certificate).extend({
    virtualCluster: z.string().optional(),
    gateway: z.string().optional(),
    endsAfterDays: z.coerce.number().int().optional().meta({
      description: texts.moreDays,
    }),
    endsWithinDays: z.coerce.number().int().optional().meta({
      description: texts.fewerDays,
    }),
  }),
  answer: pageSchema(listedCertificateSchema),
  async run({ query, cluster, sees }) {
    const { virtualCluster, gateway, endsAfterDays = null, endsWithinDays = null } = query;
    const span = { over: endsAfterDays, within: endsWithinDays };
    const now = new Date();
    const held = visibleTo(sees, heldCertificates(cluster), ({ target }) => target.gateway.namespace);
    return pageOf(held, query, {
      isListed: (held) =>
        isWanted(virtualCluster, held.target.gateway.namespace) &&
        isWanted(gateway, held.target.gateway.name) &&
        isInSpan(daysLeftOf(held, now), span),
      keyOf: ({ target }) => keyOf(target),
      columns: {
        // ISO 8601 in UTC: the texts sort like the times.
        validity: ({ fact }) => fact.notAfter,
        renewal: ({ fact }) => fact.renewAt,
        names: ({ target }) => target.host,
        gateway: ({ target: { gateway } }) => `${gateway.namespace} ${gateway.name}`,
        issuer: ({ fact }) => fact.issuer,
      },
      fits: ({ target, fact }, q) =>
        nameIncludes(target.host, q) ||
        fact.issuer.toLowerCase().includes(q) ||
        fact.serial.toLowerCase().includes(q),
      show: ({ target, fact, secret }) => ({
        ...certificateView(fact),
        host: target.host,
        port: target.port,
        virtualCluster: target.gateway.namespace,
        gateway: target.gateway.name,
        secrets: secret ? secret.namespaces.map((namespace) => `${namespace}/${secret.name}`) : [],
      }),
    });
  },
});

function isWanted(wanted: string | undefined, actual: string): boolean {
  return wanted === undefined || wanted === actual;
}
