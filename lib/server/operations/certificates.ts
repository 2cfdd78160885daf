import { z } from "zod";
import { listedCertificateSchema } from "@/lib/api/certificate";
import { pageQuerySchema, pageSchema } from "@/lib/api/page";
import { keyOf, type SecuredHost } from "@/lib/gateway/model";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import type { SecretFact } from "@/lib/gateway/steps/secret";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";
import type { Runtime } from "../runtime";
import { certificateView } from "../views/secured-host-view";

interface Held {
  target: SecuredHost;
  fact: CertificateFact;
  secret: SecretFact | null;
}

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

function heldCertificates({ index, live }: Runtime): Held[] {
  return index.all().flatMap((target) => {
    const reports = live.get(keyOf(target))?.reports ?? [];
    const done = (id: string) => reports.find(({ step, state }) => step === id && state === "done")?.fact;
    const fact = done("certificate") as CertificateFact | undefined;
    return fact ? [{ target, fact, secret: (done("secret") as SecretFact | undefined) ?? null }] : [];
  });
}

function sortKey({ target, fact }: Held): string {
  return `${fact.notAfter} ${keyOf(target)}`;
}

function fits(wanted: string | undefined, actual: string): boolean {
  return wanted === undefined || wanted === actual;
}
