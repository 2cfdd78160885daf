import { expect, test } from "vitest";
import type { ChangedKind } from "@/lib/model/cluster-rights";
import { everywhere, type Role, roles } from "@/lib/model/roles";
import { clusterReasonFor, covers, reasonFor } from "./use-missing-role";

test("a control is enabled exactly for those whom the server lets", () => {
  const of = (...grants: { role: Role; scope: string }[]) =>
    ({ grants, decidedBy: "lamia", changes: null, isInstallationAdmin: false }) as const;
  const shop = of({ role: "editor", scope: "shop" });
  expect(covers(shop, ["editor", "shop"])).toBe(true);
  expect(covers(shop, ["operator", "shop"])).toBe(true);
  expect(covers(shop, ["admin", "shop"])).toBe(false);
  expect(covers(shop, ["viewer", "billing"])).toBe(false);
  expect(covers(shop, ["viewer", everywhere])).toBe(false);
  expect(covers(shop, ["editor", null])).toBe(true);
  expect(covers(of({ role: "editor", scope: everywhere }), ["editor", "billing"])).toBe(true);
  expect(covers(of(), ["viewer", null])).toBe(false);
});

test("where the cluster decides, its rights count for objects, and Lamia's own role for the installation", () => {
  const clusterAdmin = [{ role: "admin", scope: everywhere }] as const;
  const held = {
    grants: clusterAdmin,
    decidedBy: "kubernetes",
    changes: null,
    isInstallationAdmin: false,
  } as const;
  expect(covers({ ...held, grants: [...clusterAdmin] }, ["admin", "shop"])).toBe(true);
  expect(covers({ ...held, grants: [...clusterAdmin] }, ["admin", everywhere])).toBe(false);
  const own = { grants: [], decidedBy: "kubernetes", changes: null, isInstallationAdmin: true } as const;
  expect(covers({ ...own, grants: [] }, ["admin", everywhere])).toBe(true);
  expect(covers({ ...own, grants: [] }, ["viewer", "shop"])).toBe(false);
});

test("where the cluster decides, the reason names the verb and the resource that it refuses, and whom to ask", () => {
  expect(clusterReasonFor(["viewer", "shop"])).toBe(
    "Kubernetes doesn’t let you list gateways.networking.istio.io in namespace shop. Ask whoever administers the cluster’s RBAC.",
  );
  expect(clusterReasonFor(["admin", "shop"])).toContain("doesn’t let you patch secrets in namespace shop.");
  const edit = clusterReasonFor(["editor", everywhere]);
  expect(edit).toContain(
    "patch gateways.networking.istio.io, or one of virtualservices.networking.istio.io,",
  );
  expect(edit).toContain("deployments.apps, services, in all namespaces.");
  expect(clusterReasonFor(["operator", null])).toContain("in any namespace.");
  for (const role of roles) expect(clusterReasonFor([role, "shop"])).not.toContain("role");
});

test("where the cluster decides, each kind has its own buttons, and the reason names its right", () => {
  const held = {
    grants: [{ role: "editor" as const, scope: "shop" }],
    decidedBy: "kubernetes" as const,
    changes: [{ scope: "shop", kinds: ["ServiceEntry"] }],
    isInstallationAdmin: false,
  };
  const mayChange = (kind: ChangedKind, scope: string | null = "shop") =>
    covers(held, ["editor", scope, kind]);
  const kinds: ChangedKind[] = ["ServiceEntry", "Gateway", "VirtualService"];
  expect(kinds.map((kind) => mayChange(kind))).toEqual([true, false, false]);
  expect([mayChange("ServiceEntry", null), mayChange("Gateway", null)]).toEqual([true, false]);
  expect(mayChange("ServiceEntry", "billing")).toBe(false);
  const everything = { ...held, changes: [{ scope: everywhere, kinds: ["Gateway"] }] };
  expect(covers(everything, ["editor", "shop", "Gateway"])).toBe(true);
  expect(clusterReasonFor(["editor", "shop", "Gateway"])).toBe(
    "Kubernetes doesn’t let you patch gateways.networking.istio.io in namespace shop. Ask whoever administers the cluster’s RBAC.",
  );
  const ofLamia = { ...held, decidedBy: "lamia" as const, changes: null };
  expect(covers(ofLamia, ["editor", "shop", "Gateway"])).toBe(true);
});

test("the reason says which role is missing, where, and whom to ask, by name if the user may see names", () => {
  expect(reasonFor(["editor", "shop"], ["Ada", "Bob"])).toBe(
    "You need the role editor in shop. Ask an admin: Ada, Bob.",
  );
  expect(reasonFor(["admin", everywhere], [])).toBe(
    "You need the role admin in the installation. Ask an admin of this installation.",
  );
  expect(reasonFor(["editor", null], ["A", "B", "C", "D", "E"])).toContain(
    "Ask an admin: A, B, C and 2 more.",
  );
});
