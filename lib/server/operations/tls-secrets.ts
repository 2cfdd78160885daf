import { z } from "zod";
import { sortColumns } from "@/lib/api/choices";
import { pageSchema, sortedPageQuerySchema } from "@/lib/api/page";
import { tlsSecretSchema, tlsSecretStates } from "@/lib/api/tls-secret";
import { nameIncludes } from "@/lib/model/idn";
import { foreignSecrets } from "@/lib/server/views/tls-secrets";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";
import { texts } from "./texts";

/** Sorts after every date. */
const last = "\uffff";

export const listTlsSecrets = operation({
  method: "get",
  needs: ["viewer", "installation"],
  path: "/tls-secrets",
  summary: texts.listTlsSecrets,
  tag: "Certificates",
  query: sortedPageQuerySchema(sortColumns.TlsSecret).extend({
    virtualCluster: z.string().optional(),
    gateway: z.string().optional(),
    state: z.enum(tlsSecretStates).optional(),
  }),
  answer: pageSchema(tlsSecretSchema),
  async run({ query, cluster }) {
    const { virtualCluster, gateway, state } = query;
    return pageOf(foreignSecrets(cluster), query, {
      isListed: (secret) =>
        (state === undefined || secret.state === state) &&
        secret.uses.some(
          (use) =>
            (virtualCluster === undefined || use.virtualCluster === virtualCluster) &&
            (gateway === undefined || use.gateway === gateway),
        ),
      keyOf: ({ namespace, name }) => `${namespace}/${name}`,
      columns: {
        validity: ({ certificate }) => certificate?.notAfter ?? "",
        name: ({ namespace, name }) => `${name} ${namespace}`,
        names: ({ certificate }) => certificate?.names[0] ?? last,
        issuer: ({ certificate }) => certificate?.issuer ?? last,
        // The worst first.
        state: (secret) =>
          String(tlsSecretStates.length - tlsSecretStates.indexOf(secret.state)).padStart(2, "0"),
      },
      fits: ({ namespace, name, certificate, uses }, q) =>
        `${namespace}/${name}`.includes(q) ||
        (certificate?.names ?? []).some((each) => nameIncludes(each, q)) ||
        (certificate?.issuer ?? "").toLowerCase().includes(q) ||
        uses.some((use) => use.gateway.includes(q)),
      show: (secret) => secret,
    });
  },
});
