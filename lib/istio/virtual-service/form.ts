import { z } from "zod";
import { labelProblem, subdomainProblem } from "../fields/dns-name";
import { type FieldProblem, repeated, reporting } from "../fields/field-problem";
import { objectFields } from "../fields/object-fields";
import { meshHostProblem } from "../fields/service-host";
import { checkedDnsText, checkedText } from "../fields/text";
import { routeFormSchema } from "./route-form";

/** The gateway name that stands for all sidecars of the mesh. Source: Istio, Virtual Service, `gateways`. */
export const meshGateway = "mesh";

/** The Virtual Service form. Rules: Istio, Virtual Service reference. */
export const virtualServiceFormSchema = z
  .object({
    ...objectFields,
    hosts: z
      .array(checkedDnsText(meshHostProblem))
      .min(1, "At least one host is required")
      .describe("The names that requests are sent to"),
    gateways: z
      .array(checkedText(gatewayNameProblem))
      .default([])
      .describe("Gateways that it is reached through: name, namespace/name, or mesh (the default)"),
    routes: z.array(routeFormSchema).min(1, "At least one route is required"),
  })
  .superRefine(reporting(virtualServiceProblems));

export type VirtualServiceForm = z.output<typeof virtualServiceFormSchema>;
export type VirtualServiceFormInput = z.input<typeof virtualServiceFormSchema>;

function gatewayNameProblem(name: string): string | null {
  const [namespace, rest] = name.includes("/") ? name.split("/", 2) : [undefined, name];
  if (namespace !== undefined && labelProblem(namespace)) return `“${namespace}” is not a namespace`;
  return subdomainProblem(rest ?? "")?.replace(/^A name/, "The name of a gateway") ?? null;
}

function virtualServiceProblems({
  hosts,
  gateways,
}: {
  hosts: string[];
  gateways: string[];
}): FieldProblem[] {
  const onMesh = gateways.length === 0 || gateways.includes(meshGateway);
  const everything = hosts.indexOf("*");
  const message = "“*” cannot stand on the mesh: it would take all traffic of the cluster; name the hosts";
  return [
    ...(onMesh && everything >= 0 ? [{ path: ["hosts", everything], message }] : []),
    ...repeated(
      hosts,
      (host) => host,
      (index) => ["hosts", index],
      (host) => `“${host}” is listed twice`,
    ),
    ...repeated(
      gateways,
      (name) => name,
      (index) => ["gateways", index],
      (name) => `“${name}” is listed twice`,
    ),
  ];
}
