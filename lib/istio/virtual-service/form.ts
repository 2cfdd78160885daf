import { z } from "zod";
import { isIpAddress, labelProblem, subdomainProblem } from "../fields/dns-name";
import { type FieldProblem, repeated, reporting } from "../fields/field-problem";
import { hostCovers, hostsOverlap } from "../fields/host";
import { objectFields } from "../fields/object-fields";
import { meshHostProblem } from "../fields/service-host";
import { checkedDnsText, checkedText } from "../fields/text";
import { type RouteForm, routeFormSchema } from "./route-form";
import { serverNames } from "./route-rules";

/** The gateway name that stands for all sidecars of the mesh. Source: Istio, Virtual Service, `gateways`. */
export const meshGateway = "mesh";

/** The Virtual Service form. Rules: Istio, Virtual Service reference. */
export const virtualServiceFormSchema = z
  .object({
    ...objectFields,
    hosts: z
      .array(checkedDnsText((host) => (isIpAddress(host) ? null : meshHostProblem(host))))
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

interface Checked {
  hosts: string[];
  gateways: string[];
  routes: RouteForm[];
}

function virtualServiceProblems({ hosts, gateways, routes }: Checked): FieldProblem[] {
  const onMesh = gateways.length === 0 || gateways.includes(meshGateway);
  const everything = hosts.indexOf("*");
  const message = "“*” cannot stand on the mesh: it would take all traffic of the cluster; name the hosts";
  return [
    ...(onMesh && everything >= 0 ? [{ path: ["hosts", everything], message }] : []),
    ...hosts.flatMap((host, index) => {
      const other = hosts.slice(0, index).find((earlier) => hostsOverlap(earlier, host));
      return other === undefined ? [] : [{ path: ["hosts", index], message: overlap(host, other) }];
    }),
    ...routes.flatMap((route, index) => {
      const lost = serverNames(route).find((name) => !hosts.some((host) => hostCovers(host, name)));
      const text = `No host of the Virtual Service stands for ${lost}; add it to the hosts`;
      return lost === undefined ? [] : [{ path: ["routes", index, "condition"], message: text }];
    }),
    ...repeated(
      gateways,
      (name) => name,
      (index) => ["gateways", index],
      (name) => `“${name}” is listed twice`,
    ),
  ];
}

function overlap(host: string, other: string): string {
  return host === other ? `“${host}” is listed twice` : `“${host}” and “${other}” stand for the same names`;
}
