import type { ApiMethod } from "./api-request";
import {
  createChange,
  createManagedZone,
  createRecordSet,
  deleteManagedZone,
  deleteRecordSet,
  getChange,
  getManagedZone,
  getProject,
  getRecordSet,
  listChanges,
  listDnsKeys,
  listManagedZones,
  listRecordSets,
  patchManagedZone,
  patchRecordSet,
} from "./methods";

const project = "/dns/v1/projects/:project";
const zones = `${project}/managedZones`;
const zone = `${zones}/:managedZone`;

/** The API's methods: HTTP verb, path, required IAM permission, and handler. */
const table: readonly [verb: string, path: string, permission: string, method: ApiMethod][] = [
  ["GET", project, "dns.projects.get", getProject],
  ["GET", zones, "dns.managedZones.list", listManagedZones],
  ["POST", zones, "dns.managedZones.create", createManagedZone],
  ["GET", zone, "dns.managedZones.get", getManagedZone],
  ["PATCH", zone, "dns.managedZones.update", patchManagedZone],
  ["DELETE", zone, "dns.managedZones.delete", deleteManagedZone],
  ["GET", `${zone}/rrsets`, "dns.resourceRecordSets.list", listRecordSets],
  ["POST", `${zone}/rrsets`, "dns.resourceRecordSets.create", createRecordSet],
  ["GET", `${zone}/rrsets/:name/:type`, "dns.resourceRecordSets.get", getRecordSet],
  ["PATCH", `${zone}/rrsets/:name/:type`, "dns.resourceRecordSets.update", patchRecordSet],
  ["DELETE", `${zone}/rrsets/:name/:type`, "dns.resourceRecordSets.delete", deleteRecordSet],
  ["GET", `${zone}/dnsKeys`, "dns.dnsKeys.list", listDnsKeys],
  ["GET", `${zone}/changes`, "dns.changes.list", listChanges],
  ["POST", `${zone}/changes`, "dns.changes.create", createChange],
  ["GET", `${zone}/changes/:changeId`, "dns.changes.get", getChange],
];

/** The methods under the names in the API's description. */
export const apiMethods = table.map(([verb, path, permission]) => ({ verb, path, permission }));

interface MatchedRoute {
  permission: string;
  method: ApiMethod;
  /** The path parameters, decoded. */
  path: Record<string, string>;
}

/** Finds the API method for a verb and an undecoded path; undefined when there is none. */
export function matchRoute(verb: string, pathname: string): MatchedRoute | undefined {
  const segments = pathname.split("/");
  for (const [routeVerb, pattern, permission, method] of table) {
    const names = pattern.split("/");
    if (routeVerb !== verb || names.length !== segments.length) continue;
    const path: Record<string, string> = {};
    const fits = names.every((name, at) => {
      const segment = segments[at] ?? "";
      if (!name.startsWith(":")) return name === segment;
      path[name.slice(1)] = decode(segment);
      return segment !== "";
    });
    if (fits) return { permission, method, path };
  }
  return undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
