import { securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import type { DeploymentObject } from "../deployment/object";
import { deploymentObjectPath } from "../deployment/places";
import { metadataPrefix } from "../fields/metadata";
import type { GatewayForm } from "../gateway/form";
import { ingressAnnotation } from "../gateway/ingress";
import type { GatewayObject } from "../gateway/object";
import { formFromGateway } from "../gateway/to-form";
import type { KubernetesObject } from "../object-meta";
import type { VirtualServiceForm } from "../virtual-service/form";
import type { VirtualServiceObject } from "../virtual-service/object";
import { formFromVirtualService } from "../virtual-service/to-form";

type Path = (string | number)[];

/**
 * The place in an object that a field of its form stands for; the other direction of `formPath`. The object is one of a
 * kind that has a form.
 */
export function objectPath(object: KubernetesObject, path: readonly (string | number)[]): Path {
  const { kind } = object;
  const [field = "", ...rest] = path;
  if (kind === "Deployment") return deploymentObjectPath(object as DeploymentObject, path);
  if (field === "name" || field === "labels") return ["metadata", field, ...rest];
  if (field === "metadata") return ["metadata", "annotations", ...rest.map((key) => metadataPrefix + key)];
  if (kind === "Gateway" && field === "servers")
    return serverPath(formFromGateway(object as GatewayObject), rest);
  if (kind === "Gateway" && field === "ingress") return ["metadata", "annotations", ingressAnnotation];
  if (kind === "VirtualService" && field === "routes")
    return routePath(formFromVirtualService(object as VirtualServiceObject), rest);
  if (kind === "DestinationRule" && field === "service") return ["spec", "host"];
  if (kind === "ServiceEntry" && field === "ports")
    return ["spec", "ports", ...rest.map((step) => (step === "port" ? "number" : step))];
  return ["spec", ...path];
}

function serverPath(form: GatewayForm, [index, field, ...rest]: Path): Path {
  if (index === undefined) return ["spec", "servers"];
  const server: Path = ["spec", "servers", index];
  if (field === "securedHost") {
    // Without a Secured Host it is the server that lacks TLS settings.
    const isMissing = !form.servers[Number(index)]?.securedHost;
    return isMissing ? [...server, "tls"] : ["metadata", "annotations", securedHostsAnnotation];
  }
  if (field === "port") return [...server, "port", "number"];
  if (field === "protocol") return [...server, "port", "protocol"];
  return field === undefined ? server : [...server, field, ...rest];
}

/** The form holds the routes of all protocols in one list. */
function routePath({ routes }: VirtualServiceForm, [index, field, ...rest]: Path): Path {
  if (typeof index !== "number") return ["spec"];
  const protocol = routes[index]?.protocol ?? "http";
  const position = routes.slice(0, index).filter((route) => route.protocol === protocol).length;
  const route: Path = ["spec", protocol, position];
  if (field === "condition") return [...route, "match"];
  if (field !== "weights") return field === undefined ? route : [...route, field, ...rest];
  const [weight, inner] = rest;
  if (weight === undefined) return [...route, "route"];
  const fields: Record<string, Path> = {
    destination: ["destination", "host"],
    subset: ["destination", "subset"],
    port: ["destination", "port", "number"],
    weight: ["weight"],
  };
  return [...route, "route", weight, ...(fields[String(inner)] ?? [])];
}
