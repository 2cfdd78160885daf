import { deploymentFormPath } from "../deployment/places";
import type { VirtualServiceObject } from "../virtual-service/object";
import type { CheckedObject } from "./preview";

/**
 * The field of the form that shows a place in the object, so that a finding can stand beside it: for a
 * Gateway `["spec", "servers", 0, "port", "number"]` is `["servers", 0, "port"]`. `[]` when no field shows
 * it.
 */
export function formPath(object: CheckedObject, path: readonly (string | number)[]): (string | number)[] {
  if (object.kind === "Deployment") return deploymentFormPath(object, path);
  const [top, ...rest] = path;
  if (top === "metadata")
    return rest[0] === "name" || rest[0] === "labels" ? [rest[0]] : metadataPath(object, rest);
  if (top !== "spec") return [];
  switch (object.kind) {
    case "Gateway":
      return serverPath(rest);
    case "VirtualService":
      return routePath(object, rest);
    case "DestinationRule":
      return rest[0] === "host" ? ["service"] : rest;
    default:
      return rest;
  }
}

function metadataPath(object: CheckedObject, rest: (string | number)[]): (string | number)[] {
  return object.kind === "Gateway" && rest[1] === "lamia.dev/secured-hosts" ? ["servers"] : [];
}

function serverPath(rest: (string | number)[]): (string | number)[] {
  const [servers, index, field, inner] = rest;
  if (servers !== "servers" || index === undefined) return rest;
  if (field !== "port") return rest;
  return ["servers", index, inner === "protocol" ? "protocol" : "port"];
}

/** Routes stand in one list in the form: HTTP, TLS, TCP. */
function routePath({ spec }: VirtualServiceObject, rest: (string | number)[]): (string | number)[] {
  const [protocol, index, field, position, entry, inner] = rest;
  const before = {
    http: 0,
    tls: spec.http?.length ?? 0,
    tcp: (spec.http?.length ?? 0) + (spec.tls?.length ?? 0),
  };
  if (typeof index !== "number" || !(typeof protocol === "string" && protocol in before)) return rest;
  const route = ["routes", before[protocol as keyof typeof before] + index];
  if (field === "match") return [...route, "condition"];
  if (field !== "route") return field === undefined ? route : [...route, field];
  if (position === undefined) return [...route, "weights"];
  const fields = { host: "destination", subset: "subset", port: "port" };
  const shown = entry === "destination" ? fields[inner as keyof typeof fields] : entry;
  return [...route, "weights", position, ...(shown === undefined ? [] : [shown])];
}
