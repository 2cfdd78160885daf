import { qualifiedHost } from "../fields/service-host";
import { referenceTo } from "../rules/finding";
import type { Mesh } from "../rules/mesh";
import type { ServiceObject } from "../service/object";
import type { VirtualServiceObject } from "../virtual-service/object";
import type { Drawing, FindingsAt } from "./drawing";

export interface Target {
  host: string;
  subset?: string | undefined;
}

export interface MapParts {
  mesh: Mesh;
  /** By `namespace/name`. */
  virtualServices: ReadonlyMap<string, VirtualServiceObject>;
  drawing: Drawing;
  findings: FindingsAt;
  /** What is to be told of a workload, e.g. `2/2 ready`. */
  noteOf(namespace: string, name: string): string;
}

/** Draws where a route leads to: a subset, or a destination without one, with the workloads behind it. */
export function drawTarget(parts: MapParts, { host: written, subset }: Target, namespace: string): string {
  const { mesh, drawing, findings } = parts;
  const host = qualifiedHost(written, namespace);
  const service = mesh.one("services", host);
  const isExternal = !service && mesh.provides(host);
  const label = service ? service.metadata.name : written;
  if (subset) {
    const rule = mesh.rulesFor(host).find(({ spec }) => spec.subsets?.some(({ name }) => name === subset));
    const index = rule?.spec.subsets?.findIndex(({ name }) => name === subset) ?? -1;
    const labels = rule?.spec.subsets?.[index]?.labels ?? {};
    const id = `subset:${host}/${subset}`;
    if (drawing.has(id)) return id;
    drawing.node({
      id,
      kind: "subset",
      label: `${label} / ${subset}`,
      note: rule ? labelsText(labels) : "No Destination Rule has this subset",
      object: rule ? referenceTo(rule) : null,
      missing: !rule,
      findings: rule ? findings(referenceTo(rule), ["spec", "subsets", index]) : [],
    });
    if (service && rule) drawWorkloads(parts, id, service, labels);
    return id;
  }
  const id = `destination:${host}`;
  if (drawing.has(id)) return id;
  drawing.node({
    id,
    kind: "destination",
    label,
    note: service ? `Service in ${service.metadata.namespace}` : isExternal ? "Service Entry" : "Not there",
    object: service ? referenceTo(service) : null,
    missing: !service && !isExternal,
    findings: service ? findings(referenceTo(service)) : [],
  });
  if (service) drawWorkloads(parts, id, service, {});
  return id;
}

function drawWorkloads(
  { mesh, drawing, noteOf }: MapParts,
  from: string,
  service: ServiceObject,
  labels: Record<string, string>,
): void {
  const selector = service.spec.selector ?? {};
  if (Object.keys(selector).length === 0) return;
  const wanted = { ...selector, ...labels };
  if (Object.entries(selector).some(([key, value]) => wanted[key] !== value)) return;
  for (const { kind, namespace, name } of mesh.selectWorkloads(wanted, service.metadata.namespace ?? "")) {
    const id = drawing.node({
      id: `workload:${namespace}/${name}`,
      kind: "workload",
      label: name,
      note: noteOf(namespace, name),
      object: { kind, namespace, name },
    });
    drawing.edge(from, id);
  }
}

function labelsText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}
