import type { Cluster, ServiceAddresses } from "@/sandbox/kubernetes/cluster";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { badRequest, invalid } from "@/sandbox/kubernetes/http/api-error";
import { isRecord, listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { Writer } from "@/sandbox/kubernetes/managed-fields/apply";
import {
  type Draft,
  groupVersion,
  type ResourceType,
  storageVersion,
} from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry } from "@/sandbox/kubernetes/store/object-store";
import { validateMetadata } from "@/sandbox/kubernetes/validation/names";

/** One write: what, where, by whom. */
export interface WriteContext {
  cluster: Cluster;
  type: ResourceType;
  namespace: string | undefined;
  writer: Writer;
  /** `status` when only the status may change. */
  subresource?: "status" | undefined;
  /** Check everything, store nothing. */
  dryRun?: boolean;
  /** Controllers write spec and status together, and may set fields that clients may not. */
  trusted?: boolean;
}

/** Stores the draft, or in a dry run only wraps it as an entry. */
export function store({ cluster, type, dryRun }: WriteContext, draft: Draft): Entry {
  const { apiVersion, kind, metadata, ...rest } = draft;
  const object = { apiVersion, kind, metadata, ...rest } as unknown as StoredObject;
  if (dryRun) return { object, version: cluster.store.version() };
  return cluster.store.commit(type, object);
}

/**
 * Reads a body as an object of the type.
 * Throws 400 when apiVersion or kind is missing or differs.
 */
export function parseDraft(body: unknown, type: ResourceType): Draft {
  if (!isRecord(body)) throw badRequest("the body of the request must be an object");
  const { metadata, ...rest } = body;
  // As in the API server, a body may omit a built-in kind that follows from the path.
  const kind = body.kind ?? (type.custom ? undefined : type.kind);
  const apiVersion = body.apiVersion ?? (type.custom ? undefined : storageVersion(type));
  if (typeof kind !== "string" || kind === "") throw badRequest("Object 'Kind' is missing");
  const versions = type.versions.map((version) => groupVersion(type.group, version));
  if (kind !== type.kind || !versions.includes(String(apiVersion))) {
    const found = `(${String(apiVersion)}, kind ${kind})`;
    const expected = `${type.kind} in version ${versions.join(", ")}`;
    throw badRequest(`the API version in the data ${found} does not match the expected ${expected}`);
  }
  if (metadata !== undefined && metadata !== null && !isRecord(metadata)) {
    throw badRequest("metadata must be an object");
  }
  const name = isRecord(metadata) && typeof metadata.name === "string" ? metadata.name : "";
  const named = { ...metadata, name } as Draft["metadata"];
  return { ...rest, apiVersion: String(apiVersion), kind, metadata: named };
}

/** The object in its stored version. */
export function storedDraft(type: ResourceType, draft: Draft): Draft {
  const stored = type.convert ? (type.convert.toStored(draft) as Draft) : draft;
  return { ...stored, apiVersion: storageVersion(type) };
}

/** Gives a Service its cluster address and node ports, or keeps the existing ones; values in the draft stay. */
export function prepareService(draft: Draft, existing: Draft | undefined, addresses: ServiceAddresses): void {
  const spec = recordAt(draft, "spec");
  if (!spec) return;
  const before = recordAt(existing, "spec");
  const type = textAt(spec, "type") ?? "ClusterIP";
  draft.spec = { ...spec, type, sessionAffinity: spec.sessionAffinity ?? "None" };
  if (type === "ExternalName") return;
  const clusterIP = textAt(spec, "clusterIP") || textAt(before, "clusterIP") || addresses.clusterAddress();
  const external = type === "LoadBalancer" || type === "NodePort";
  draft.spec = {
    ...recordAt(draft, "spec"),
    clusterIP,
    clusterIPs: [clusterIP],
    internalTrafficPolicy: spec.internalTrafficPolicy ?? "Cluster",
    ipFamilies: spec.ipFamilies ?? ["IPv4"],
    ipFamilyPolicy: spec.ipFamilyPolicy ?? "SingleStack",
    ...(external && { externalTrafficPolicy: spec.externalTrafficPolicy ?? "Cluster" }),
    ...(type === "LoadBalancer" && {
      allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts ?? true,
    }),
    ...(Array.isArray(spec.ports) && { ports: preparePorts(spec, before, external, addresses) }),
  };
  draft.status = draft.status ?? { loadBalancer: {} };
}

function preparePorts(
  spec: unknown,
  before: unknown,
  external: boolean,
  addresses: ServiceAddresses,
): unknown[] {
  const known = listAt(before, "ports").filter(isRecord);
  return listAt(spec, "ports").map((port) => {
    if (!isRecord(port)) return port;
    const protocol = port.protocol ?? "TCP";
    const same = known.find((other) => other.port === port.port && other.protocol === protocol);
    const { nodePort, ...rest } = port;
    const node = external ? (nodePort ?? same?.nodePort ?? addresses.nodePort()) : undefined;
    return {
      ...rest,
      protocol,
      targetPort: port.targetPort ?? port.port,
      ...(node !== undefined && { nodePort: node }),
    };
  });
}

/** Fills in the type's defaults, then checks the object. Throws 422 with every cause. */
export function admit(context: WriteContext, draft: Draft, existing: Draft | undefined): void {
  const { type, cluster } = context;
  type.prepare?.(draft, existing);
  if (type.group === "" && type.plural === "services") prepareService(draft, existing, cluster.addresses);
  dropEmptyMetadata(draft);
  const causes = validateMetadata(type.group, type.plural, draft);
  if (context.subresource === undefined) causes.push(...(type.validate?.(draft, existing) ?? []));
  if (causes.length > 0) throw invalid(type, draft.metadata.name, causes);
}

/** Empty maps and lists in metadata are not stored, as with `omitempty`. */
function dropEmptyMetadata(draft: Draft): void {
  for (const field of ["labels", "annotations"]) {
    const value = draft.metadata[field];
    if (value === null || Object.keys(recordAt(value) ?? { kept: value }).length === 0)
      delete draft.metadata[field];
  }
  for (const field of ["finalizers", "ownerReferences", "managedFields"]) {
    const value = draft.metadata[field];
    if (value === null || (Array.isArray(value) && value.length === 0)) delete draft.metadata[field];
  }
}
