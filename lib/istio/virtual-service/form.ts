import { z } from "zod";
import { checkedDnsText, checkedText } from "@/lib/istio/fields/field-problem";
import { objectFields } from "@/lib/istio/fields/object-form";
import { isIpAddress, labelProblem, subdomainProblem } from "@/lib/model/dns-name";
import { hostCovers, hostsOverlap } from "@/lib/model/hosts";
import { type FieldProblem, repeated, reporting } from "../fields/field-problem";
import { isInternalServerName, meshHostProblem } from "../fields/service-host";
import { type RouteForm, routeFormSchema, serverNames } from "./route-form";
import { texts } from "./texts";
/** The gateway name that stands for all sidecars of the mesh. Source: Istio, Virtual Service, `gateways`. */
export const meshGateway = "mesh";

/** The Virtual Service form. Rules: Istio, Virtual Service reference. */
export const virtualServiceFormSchema = z
  .object({
    ...objectFields,
    hosts: z.array(checkedDnsText(hostProblem)).describe(texts.hostsHelp),
    gateways: z.array(checkedText(gatewayNameProblem)).default([]).describe(texts.gatewaysHelp),
    routes: z.array(routeFormSchema).min(1, texts.routeRequired),
  })
  .superRefine(reporting(virtualServiceProblems));

export type VirtualServiceForm = z.output<typeof virtualServiceFormSchema>;

function hostProblem(host: string): string | null {
  return isIpAddress(host) || isInternalServerName(host) ? null : meshHostProblem(host);
}

function gatewayNameProblem(name: string): string | null {
  const [namespace, rest] = name.includes("/") ? name.split("/", 2) : [undefined, name];
  if (namespace !== undefined && labelProblem(namespace)) return texts.notANamespace({ namespace });
  return subdomainProblem(rest ?? "");
}

interface Checked {
  hosts: string[];
  gateways: string[];
  routes: RouteForm[];
}

function virtualServiceProblems({ hosts, gateways, routes }: Checked): FieldProblem[] {
  // For Istio, a VirtualService that names any gateway belongs to gateways, even if it also names the mesh.
  const onMesh = gateways.every((gateway) => gateway === meshGateway);
  const everything = hosts.indexOf("*");
  const message = texts.wildcardOnMesh;
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
      if (lost === undefined) return [];
      return [{ path: ["routes", index, "condition"], message: texts.hostLost({ host: lost }) }];
    }),
    ...repeated(
      gateways,
      (name) => name,
      (index) => ["gateways", index],
      (name) => texts.listedTwice({ name }),
    ),
  ];
}

/** Without hosts, it holds routes to which others delegate. Source: Istio, `ValidateVirtualService`. */
function delegateProblems(gateways: string[], routes: RouteForm[]): FieldProblem[] {
  return [
    ...(gateways.length > 0
      ? [
          {
            path: ["gateways", 0],
            message: texts.delegateGateways,
          },
        ]
      : []),
    ...routes.flatMap(({ protocol, delegate }, index) => {
      if (protocol !== "http")
        return [{ path: ["hosts"], message: texts.hostNeeded({ protocol: protocol.toUpperCase() }) }];
      const message = texts.delegateTwice;
      return delegate ? [{ path: ["routes", index, "weights"], message }] : [];
    }),
  ];
}

function overlap(host: string, other: string): string {
  return host === other ? texts.listedTwice({ name: host }) : texts.sameNames({ host, other });
}
