import { z } from "zod";
import { listedCertificateSchema } from "@/lib/api/certificate";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { sortColumns } from "@/lib/api/sort-columns";
import { keyOf } from "@/lib/gateway/model";
import { heldCertificates } from "../held-certificates";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";
import { certificateView } from "../views/secured-host-view";

export const listCertificates = operation({
  method: "get",
  path: "/certificates",
  summary: "List certificates; those that end first come first unless another order is asked for",
  tag: "Certificates",
  query: sortedPageQuerySchema(sortColumns.Certificate).extend({
    virtualCluster: z.string().optional(),
    gateway: z.string().optional(),
  }),
  answer: pageSchema(listedCertificateSchema),
  async run({ query, runtime }) {
    const { virtualCluster, gateway } = query;
    return pageOf(heldCertificates(runtime), query, {
      isListed: ({ target }) =>
        isWanted(virtualCluster, target.gateway.namespace) && isWanted(gateway, target.gateway.name),
      keyOf: ({ target }) => keyOf(target),
      columns: {
        // ISO 8601 in UTC: the order of the texts is that of the times.
        validity: ({ fact }) => fact.notAfter,
        renewal: ({ fact }) => fact.renewAt,
        names: ({ target }) => target.host,
        gateway: ({ target: { gateway } }) => `${gateway.namespace} ${gateway.name}`,
        issuer: ({ fact }) => fact.issuer,
      },
      fits: ({ target, fact }, q) =>
        target.host.includes(q) ||
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
