import { z } from "zod";
import { listedCertificateSchema } from "@/lib/api/certificate";
import { pageQuerySchema, pageSchema } from "@/lib/api/page";
import { keyOf } from "@/lib/gateway/model";
import { type HeldCertificate, heldCertificates } from "../held-certificates";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";
import { certificateView } from "../views/secured-host-view";

export const listCertificates = operation({
  method: "get",
  path: "/certificates",
  summary: "List certificates, those that end first come first",
  tag: "Certificates",
  query: pageQuerySchema.extend({ virtualCluster: z.string().optional(), gateway: z.string().optional() }),
  answer: pageSchema(listedCertificateSchema),
  async run({ query, runtime }) {
    const held = heldCertificates(runtime)
      .filter(
        ({ target: { gateway } }) =>
          fits(query.virtualCluster, gateway.namespace) && fits(query.gateway, gateway.name),
      )
      .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
    return pageOf(held, query, {
      keyOf: sortKey,
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

function sortKey({ target, fact }: HeldCertificate): string {
  return `${fact.notAfter} ${keyOf(target)}`;
}

function fits(wanted: string | undefined, actual: string): boolean {
  return wanted === undefined || wanted === actual;
}
