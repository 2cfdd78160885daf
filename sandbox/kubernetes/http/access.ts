import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "@/sandbox/kubernetes/cluster";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { isRecord, listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import { ApiError } from "./api-error";
import { readBody } from "./read-body";
import { sendJson } from "./respond";

/**
 * Who asks, and whether RBAC allows it: the admin of the kubeconfig may do everything, a ServiceAccount what the
 * cluster's roles and bindings grant it.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export interface User {
  username: string;
  groups: readonly string[];
}

export interface Attributes {
  verb: string;
  group: string;
  /** With the subresource, such as `pods/log`. */
  resource: string;
  namespace?: string | undefined;
  name?: string | undefined;
}

export interface Access {
  /** Throws 401. */
  userOf(request: IncomingMessage): User;
  /** As whom the request is to be made. Throws 403 unless the user may impersonate that user and those groups. */
  actingAs(user: User, request: IncomingMessage): User;
  /** Throws 403 unless it is allowed, and remembers what a ServiceAccount asked for. */
  require(user: User, attributes: Attributes): void;
  isAllowed(user: User, attributes: Attributes): boolean;
  /** What ServiceAccounts have asked for and got: `verb resource.group namespace`. */
  readonly used: ReadonlySet<string>;
  /** A bearer token for `system:serviceaccount:namespace:name`, whether there is such an object or not. */
  serviceAccountToken(namespace: string, name: string): string;
}

const rbac = "rbac.authorization.k8s.io";
const admin: User = { username: "sandbox-admin", groups: ["system:masters", "system:authenticated"] };

export function createAccess(cluster: Cluster, adminToken: string): Access {
  const used = new Set<string>();
  const signature = (text: string) => createHmac("sha256", adminToken).update(text).digest("base64url");
  const serviceAccountToken = (namespace: string, name: string) =>
    `sa.${namespace}.${name}.${signature(`${namespace}/${name}`)}`;

  function isAllowed(user: User, attributes: Attributes): boolean {
    if (user.groups.includes("system:masters")) return true;
    const grants = (binding: StoredObject) =>
      listAt(binding, "subjects").some((subject) => isSubject(subject, user, binding)) &&
      rulesOf(cluster, binding).some((rule) => permits(rule, attributes));
    const bindings = (plural: string, namespace?: string) => [
      ...cluster.store.range({ group: rbac, plural }, namespace),
    ];
    return [
      ...bindings("clusterrolebindings"),
      ...(attributes.namespace === undefined ? [] : bindings("rolebindings", attributes.namespace)),
    ].some(({ object }) => grants(object));
  }

  const access: Access = {
    used,
    serviceAccountToken,
    isAllowed,
    userOf(request) {
      const given = (request.headers.authorization ?? "").replace(/^Bearer /, "");
      if (isSame(given, adminToken)) return admin;
      const [kind, namespace = "", name = ""] = given.split(".");
      if (kind === "sa" && isSame(given, serviceAccountToken(namespace, name)))
        return {
          username: `${serviceAccountPrefix}${namespace}:${name}`,
          groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
        };
      throw new ApiError(401, "Unauthorized", "Unauthorized");
    },
    actingAs(user, request) {
      const acting = impersonationOf(request);
      for (const { resource, name } of acting?.asked ?? [])
        access.require(user, { verb: "impersonate", group: "", resource, name });
      return acting?.user ?? user;
    },
    require(user, attributes) {
      if (user === admin) return;
      const { verb, group, resource, namespace, name } = attributes;
      const what = group === "" ? resource : `${resource}.${group}`;
      if (!isAllowed(user, attributes)) {
        const where = namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
        const object = name === undefined ? what : `${what} "${name}"`;
        const why = `User "${user.username}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
        throw new ApiError(403, "Forbidden", `${object} is forbidden: ${why}`);
      }
      if (user.username.startsWith(serviceAccountPrefix))
        used.add([verb, what, namespace].filter((part) => part !== undefined).join(" "));
    },
  };
  return access;
}

const serviceAccountPrefix = "system:serviceaccount:";

/**
 * As whom a request is to be made, and what it takes to be allowed to say so.
 * https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
 */
function impersonationOf({ headersDistinct }: IncomingMessage) {
  const plain = (text: string) => Buffer.from(text, "latin1").toString("utf8");
  const [username] = (headersDistinct["impersonate-user"] ?? []).map(plain);
  const groups = (headersDistinct["impersonate-group"] ?? []).map(plain);
  if (username === undefined && groups.length === 0) return null;
  if (username === undefined)
    throw new ApiError(400, "BadRequest", "requested groups without impersonating a user");
  const asked = [
    { resource: "users", name: username },
    ...groups.map((name) => ({ resource: "groups", name })),
  ];
  const authenticated = username === "system:anonymous" ? [] : ["system:authenticated"];
  return { user: { username, groups: [...groups, ...authenticated] }, asked };
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function isSubject(subject: unknown, { username, groups }: User, binding: StoredObject): boolean {
  if (!isRecord(subject)) return false;
  const { kind, name, namespace = binding.metadata.namespace } = subject;
  if (kind === "ServiceAccount") return username === `system:serviceaccount:${namespace}:${name}`;
  return kind === "Group" ? groups.includes(String(name)) : kind === "User" && name === username;
}

function rulesOf(cluster: Cluster, binding: StoredObject): unknown[] {
  const name = textAt(binding, "roleRef", "name") ?? "";
  const isRole = textAt(binding, "roleRef", "kind") === "Role";
  const resource = { group: rbac, plural: isRole ? "roles" : "clusterroles" };
  const role = cluster.store.get(resource, isRole ? binding.metadata.namespace : undefined, name);
  return role ? listAt(role.object, "rules") : [];
}

function permits(rule: unknown, { verb, group, resource, name }: Attributes): boolean {
  if (!isRecord(rule)) return false;
  const has = (field: string, value: string) => {
    const values = listAt(rule, field);
    return values.includes("*") || values.includes(value);
  };
  const names = listAt(rule, "resourceNames");
  return (
    has("verbs", verb) &&
    has("apiGroups", group) &&
    has("resources", resource) &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  );
}

const reviews = new Set([
  "authorization.k8s.io/selfsubjectaccessreviews",
  "authorization.k8s.io/subjectaccessreviews",
  "authorization.k8s.io/localsubjectaccessreviews",
  "authorization.k8s.io/selfsubjectrulesreviews",
  "authentication.k8s.io/selfsubjectreviews",
]);

export function isReview(group: string, plural: string): boolean {
  return reviews.has(`${group}/${plural}`);
}

/** Answers a review of somebody's access, which isn't stored. */
export async function handleReview(
  access: Access,
  user: User,
  request: IncomingMessage,
  response: ServerResponse,
  plural: string,
): Promise<void> {
  const body = await readBody(request);
  const review = isRecord(body) ? body : {};
  const asked = recordAt(review, "spec", "resourceAttributes") ?? {};
  const text = (field: string) => (typeof asked[field] === "string" ? asked[field] : undefined);
  const [resource = "", subresource] = [text("resource"), text("subresource")];
  const spec = recordAt(review, "spec") ?? {};
  const subject = plural.startsWith("self")
    ? user
    : { username: String(spec.user), groups: listAt(review, "spec", "groups").map(String) };
  const accessReview = {
    allowed: access.isAllowed(subject, {
      verb: text("verb") ?? "",
      group: text("group") ?? "",
      resource: subresource === undefined ? resource : `${resource}/${subresource}`,
      namespace: text("namespace") || undefined,
      name: text("name") || undefined,
    }),
  };
  const statuses: Record<string, unknown> = {
    selfsubjectaccessreviews: accessReview,
    subjectaccessreviews: accessReview,
    localsubjectaccessreviews: accessReview,
    selfsubjectrulesreviews: {
      incomplete: false,
      resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
      nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
    },
    selfsubjectreviews: { userInfo: user },
  };
  sendJson(response, 201, { ...review, status: statuses[plural] });
}
