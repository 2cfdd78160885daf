import { z } from "zod";
import { objectNameProblem } from "@/lib/model/dns-name";
import { gatewayHostProblem, hostFromTyped } from "@/lib/model/hosts";
import { securedHostProblem } from "@/lib/model/secured-hosts";
import { orAbsent, withoutEmpty } from "../fields/drop-empty";
import { checkedDnsText, checkedText } from "../fields/field-problem";
import { gatewayProtocolSchema, portNumberSchema } from "../fields/port";
import { tlsModes } from "./protocol";
import { texts } from "./texts";

/**
 * TLS settings that the form knows, with their names in Istio; others stay as they are in the cluster. To add one, add a line
 * here and a control in the form.
 */
const tlsFormSchema = z.object({
  httpsRedirect: z.boolean().optional(),
  mode: z.enum(tlsModes, { error: texts.tlsModeUnknown({ modes: tlsModes.join(", ") }) }).optional(),
  credentialName: checkedText((name) => (name === "" ? null : secretNameProblem(name))).optional(),
  credentialNames: z.array(checkedText(secretNameProblem)).max(2, texts.twoCredentials).optional(),
  serverCertificate: z.string().trim().optional(),
  privateKey: z.string().trim().optional(),
  tlsCertificates: z.array(z.record(z.string(), z.string())).optional(),
});

export type GatewayTlsForm = z.output<typeof tlsFormSchema>;

/** A Secured Host as you type or paste it, see `hostFromTyped`; empty for none. */
export const securedHostSchema = z
  .string()
  .overwrite(hostFromTyped)
  .superRefine((host, context) => {
    const message = host === "" ? null : (severalHosts(host) ?? securedHostProblem(host));
    if (message) context.addIssue({ code: "custom", message });
  });

/**
 * One server of a Gateway: where it listens, for which hosts, and which host gets DNS and a certificate. To add a field that
 * has the same name in Istio, add a line here and a control in the form.
 */
export const serverFormFields = z
  .object({
    securedHost: securedHostSchema.optional().describe(texts.securedHostHelp),
    hosts: z.array(checkedDnsText(gatewayHostProblem)).min(1, texts.hostRequired).describe(texts.hostsHelp),
    port: portNumberSchema,
    protocol: gatewayProtocolSchema,
    tls: tlsFormSchema.optional(),
  })
  .overwrite(normalizeServer);

export type GatewayServerForm = z.output<typeof serverFormFields>;

const differing = ["securedHost", "hosts", "port", "protocol", "tls"];
/** Fields of a server, and of its TLS settings, that have the same name and value in form and object. */
export const serverFields = Object.keys(serverFormFields.shape).filter((field) => !differing.includes(field));
export const tlsFields = Object.keys(tlsFormSchema.shape);

/** Separated as in the annotation, because several servers may have one each. */
function severalHosts(text: string): string | null {
  if (!text.includes(",")) return null;
  return texts.oneSecuredHost;
}

/** What is wrong with the name of a Secret, according to Istio. */
export function secretNameProblem(name: string): string | null {
  // Istio also reads other places, each with its own scheme.
  if (name.includes("://")) return null;
  return objectNameProblem(name);
}

/** Empty fields are absent, and so are TLS settings without content. */
function normalizeServer<T extends { hosts: string[]; tls?: GatewayTlsForm | undefined }>(server: T): T {
  const { hosts, tls, ...fields } = server;
  return { ...withoutEmpty({ ...fields, tls: tls && orAbsent(withoutEmpty(tls)) }), hosts } as T;
}
