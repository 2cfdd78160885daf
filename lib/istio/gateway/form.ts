import { z } from "zod";
import { readHealth } from "@/lib/gateway/health";
import { hostProblem } from "@/lib/gateway/host-problem";
import { objectNameProblem } from "@/lib/istio/fields/dns-name";
import { dropUndefined, orAbsent } from "@/lib/istio/fields/drop-empty";
import { checkedDnsText, checkedText, reporting } from "@/lib/istio/fields/field-problem";
import { gatewayHostProblem } from "@/lib/istio/fields/host";
import { labelsSchema } from "@/lib/istio/fields/labels";
import { labelNamedFields } from "@/lib/istio/fields/object-form";
import { gatewayProtocolSchema, portNumberSchema } from "@/lib/istio/fields/port";
import { ingressKinds } from "./ingress";
import { tlsModes } from "./protocol";
import { gatewayProblems, serverProblems } from "./rules";

/** TLS settings that the form knows; others stay as they are in the cluster. */
const tlsFormSchema = z.object({
  httpsRedirect: z.boolean().optional(),
  mode: z.enum(tlsModes, { error: `The TLS mode is one of ${tlsModes.join(", ")}` }).optional(),
  credentialName: checkedText((name) => (name === "" ? null : secretNameProblem(name))).optional(),
  credentialNames: z
    .array(checkedText(secretNameProblem))
    .max(2, "At most two: one certificate with an RSA key, and one with an ECDSA key")
    .optional(),
  serverCertificate: z.string().trim().optional(),
  privateKey: z.string().trim().optional(),
  tlsCertificates: z.array(z.record(z.string(), z.string())).optional(),
});

export type GatewayTlsForm = z.output<typeof tlsFormSchema>;

/** As the annotation separates them, where several servers may have one each. */
function severalHosts(text: string): string | null {
  if (!text.includes(",")) return null;
  return "A server has one certificate, for one Secured Host; add a server of its own on the same port for each other name";
}

/**
 * One server of a Gateway: where it listens, for which hosts, and which host is to have DNS and a
 * certificate.
 */
const gatewayServerFormSchema = z
  .object({
    securedHost: checkedDnsText((host) => (host === "" ? null : (severalHosts(host) ?? hostProblem(host))))
      .optional()
      .describe("The DNS name that is to have DNS and a certificate; the server then speaks HTTPS"),
    hosts: z
      .array(checkedDnsText(gatewayHostProblem))
      .min(1, "At least one host is required; “*” stands for every host")
      .describe(
        "Hosts the server answers for: *, *.example.com, shop.example.com, namespace/shop.example.com",
      ),
    port: portNumberSchema,
    protocol: gatewayProtocolSchema,
    tls: tlsFormSchema.optional(),
  })
  .overwrite(normalizeServer)
  .superRefine(reporting(serverProblems));

export type GatewayServerForm = z.output<typeof gatewayServerFormSchema>;

function secretNameProblem(name: string): string | null {
  // Istio reads other places as well, each by its own scheme.
  if (name.includes("://")) return null;
  return objectNameProblem(name)?.replace(/^A name/, "The name of a Secret") ?? null;
}

/** Empty fields are absent; TLS settings that say nothing are none. */
function normalizeServer<
  T extends { securedHost?: string | undefined; protocol: string; tls?: GatewayTlsForm | undefined },
>(server: T): T {
  const { httpsRedirect, credentialName, credentialNames, serverCertificate, privateKey, ...tls } =
    server.tls ?? {};
  const known = orAbsent(
    dropUndefined({
      ...tls,
      httpsRedirect: httpsRedirect || undefined,
      credentialName: credentialName || undefined,
      credentialNames: credentialNames?.length ? credentialNames : undefined,
      serverCertificate: serverCertificate || undefined,
      privateKey: privateKey || undefined,
    }),
  );
  return dropUndefined({ ...server, securedHost: server.securedHost || undefined, tls: known }) as T;
}

/**
 * The Gateway form, which is also the body of the REST API. Its issues carry the path of the field, such as
 * `["servers", 0, "hosts", 1]`. Rules: Istio, Gateway reference and `ValidateGateway`.
 */
export const gatewayFormSchema = z
  .object({
    ...labelNamedFields,
    selector: labelsSchema.optional().describe("Labels of the ingress pods; istio=ingressgateway if absent"),
    ingress: z
      .object({ kind: z.enum(ingressKinds) })
      .optional()
      .describe("dedicated: an ingress of its own, which then is the selector; as it is if absent"),
    servers: z.array(gatewayServerFormSchema).min(1, "At least one server is required"),
  })
  .superRefine(
    reporting(({ servers, metadata }) => [...gatewayProblems(servers), ...healthProblems(metadata)]),
  );

/** What the metadata say of a healthy answer is read where the site is asked, so it is checked by the same reader. */
function healthProblems({ health_path: path, health_status: status }: Record<string, string> = {}) {
  const read = readHealth({
    ...(path === undefined ? {} : { path }),
    ...(status === undefined ? {} : { status }),
  });
  return "problem" in read ? [{ path: ["metadata", read.key], message: read.problem }] : [];
}

export type GatewayForm = z.output<typeof gatewayFormSchema>;
export type GatewayFormInput = z.input<typeof gatewayFormSchema>;
