import { z } from "zod";
import { checkedDnsText, checkedText } from "@/lib/istio/fields/field-problem";
import { objectFields } from "@/lib/istio/fields/object-form";
import { isIpAddress, labelProblem, subdomainProblem } from "@/lib/model/dns-name";
import { hostCovers, hostsOverlap } from "@/lib/model/hosts";
import { type FieldProblem, repeated, reporting } from "../fields/field-problem";
import { isInternalServerName, meshHostProblem } from "../fields/service-host";
import { type RouteForm, routeFormSchema, serverNames } from "./route-form";
/** The gateway name that stands for all sidecars of the mesh. Source: Istio, Virtual Service, `gateways`. */
export const meshGateway = "mesh";

/** The Virtual Service form. Rules: Istio, Virtual Service reference. */
export const virtualServiceFormSchema = z
  .object({
    ...objectFields,
    hosts: z
      .array(checkedDnsText(hostProblem))
      .describe("The names that requests are sent to; without any it is one that others delegate routes to"),
    gateways: z
      .array(checkedText(gatewayNameProblem))
      .default([])
      .describe("Gateways that it is reached through: name, namespace/name, or mesh (the default)"),
    routes: z.array(routeFormSchema).min(1, "At least one route is required"),
  })
  .superRefine(reporting(virtualServiceProblems));

export type VirtualServiceForm = z.output<typeof virtualServiceFormSchema>;

function hostProblem(host: string): string | null {
  return isIpAddress(host) || isInternalServerName(host) ? null : meshHostProblem(host);
}

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
  // Istio takes a Virtual Service that names any gateway as one of gateways, though it names the mesh too.
  const onMesh = gateways.every((gateway) => gateway === meshGateway);
  const everything = hosts.indexOf("*");
  const message = "“*” cannot stand on the mesh: it would take all traffic of the cluster; name the hosts";
  return [
    ...(onMesh && everything >= 0 ? [{ path: ["hosts", everything], message }] : []),
    ...hosts.flatMap((host, index) => {
      const other = hosts.slice(0, index).find((earlier) => hostsOverlap(earlier, host));
      return other === undefined ? [] : [{ path: ["hosts", index], message: overlap(host, other) }];
    }),
    ...(hosts.length === 0 ? delegateProblems(gateways, routes) : []),
    ...routes.flatMap((route, index) => {
      if (hosts.length === 0) return [];
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

/** Without hosts it holds routes for others to delegate to. Source: Istio, `ValidateVirtualService`. */
function delegateProblems(gateways: string[], routes: RouteForm[]): FieldProblem[] {
  return [
    ...(gateways.length > 0
      ? [
          {
            path: ["gateways", 0],
            message: "Without hosts it is reached by delegation, and names no gateways",
          },
        ]
      : []),
    ...routes.flatMap(({ protocol, delegate }, index) => {
      if (protocol !== "http")
        return [{ path: ["hosts"], message: `A ${protocol.toUpperCase()} route needs a host here` }];
      const message = "A route that others delegate to cannot delegate itself";
      return delegate ? [{ path: ["routes", index, "weights"], message }] : [];
    }),
  ];
}

function overlap(host: string, other: string): string {
  return host === other ? `“${host}” is listed twice` : `“${host}” and “${other}” stand for the same names`;
}
