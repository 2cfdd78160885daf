import { afterEach, describe, expect, test } from "vitest";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { everywhere, type Grant, type Role, roles } from "@/lib/model/roles";
import { SecretText } from "@/lib/model/secret-text";
import { openApiDocument } from "../http/open-api";
import { answerApi } from "../http/rest-api";
import { lamiaDecides } from "./decider";
import { anyoneIdentity, type Identity } from "./identity";
import { seesOf } from "./permissions";

const shared = globalThis as { lamiaPanel?: unknown };
afterEach(() => {
  delete shared.lamiaPanel;
});

/** A panel in which everybody is who the test says, and no permitted request gets further than to the decision. */
function panelOf(identity: Identity | null): void {
  const decider = lamiaDecides({} as ClusterClient);
  shared.lamiaPanel = Promise.resolve({
    installation: {
      environment: { LAMIA_HOSTS: [], LAMIA_API_TOKEN: new SecretText("a-token-that-nobody-sends") },
      access: { identify: async () => identity },
      metrics: { observeRequest: () => {} },
      log: { error: () => {} },
    },
    clusters: [
      {
        cache: { get: () => null },
        decider: {
          ...decider,
          async require(...asked: Parameters<typeof decider.require>) {
            await decider.require(...asked);
            throw new Error("permitted");
          },
        },
      },
    ],
  });
}

const withGrants = (...grants: Grant[]): Identity => ({ ...anyoneIdentity, kind: "user", grants });

interface Route {
  method: string;
  path: string;
  isOpen: boolean;
  role: Role;
  scope: string;
}

const routes: Route[] = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Record<string, unknown>>).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    isOpen: Array.isArray(operation.security),
    role: operation["x-lamia-role"] as Role,
    scope: String(operation["x-lamia-scope"]),
  })),
);
const ruled = routes.filter(({ isOpen }) => !isOpen);

async function statusOf({ method, path }: Route, virtualCluster: string, identity: Identity | null) {
  panelOf(identity);
  const url = `http://panel.test/api/v1${path.replace("{vc}", virtualCluster).replaceAll(/\{\w+\}/g, "some")}`;
  return (await answerApi(new Request(url, { method, headers: { host: "panel.test" } }))).status;
}

test("the document says for each route who may use it; only signing in and out is open", () => {
  expect(routes.filter(({ isOpen }) => isOpen).map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /session",
    "DELETE /session",
    "POST /session/second-factor",
    "POST /session/passkey/options",
    "POST /session/passkey",
    "POST /session/link",
    "POST /session/link/password",
    "POST /session/oidc",
    "POST /session/oidc/answer",
    "POST /session/oidc/logout",
  ]);
  for (const { role, scope, path } of ruled) {
    expect(roles).toContain(role);
    expect(["virtual-cluster", "installation", "visible", "self"]).toContain(scope);
    if (path.includes("{vc}") && scope !== "installation")
      expect([path, scope]).toEqual([path, "virtual-cluster"]);
  }
});

test("a viewer changes nothing: each route that isn't a GET needs more, except what is the user's own", () => {
  const changing = ruled.filter(({ method, role }) => method !== "GET" && role === "viewer");
  expect(changing.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "DELETE /sessions",
    "DELETE /sessions/{id}",
    "PUT /session/password",
    "POST /account/second-factor/app",
    "PUT /account/second-factor/app",
    "POST /account/second-factor/app/removal",
    "POST /account/second-factor/recovery-codes",
    "POST /account/passkeys/options",
    "POST /account/passkeys",
    "POST /account/passkeys/{id}/removal",
    "POST /api-tokens",
    "DELETE /api-tokens/{id}",
    "POST /notifications/read",
  ]);
});

test("where a second factor is required, whoever has none yet only reads who they are and sets one up", async () => {
  const user = { id: "1", name: "Mia", email: "mia@example.com", groups: [] };
  const grants = withGrants({ role: "admin", scope: everywhere });
  const lacking: Identity = { ...grants, user, lacksSecondFactor: true };
  const open: string[] = [];
  for (const route of ruled) {
    const status = await statusOf(route, "own", lacking);
    if (status !== 403) open.push(`${route.method} ${route.path}`);
  }
  expect(open).toEqual([
    "GET /session",
    "GET /account",
    "POST /account/second-factor/app",
    "PUT /account/second-factor/app",
    "POST /account/passkeys/options",
    "POST /account/passkeys",
  ]);
});

describe.each(ruled.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_, route) => {
  test("is refused to strangers", async () => {
    expect(await statusOf(route, "own", null)).toBe(401);
  });

  test("is allowed exactly to those who have the role there", async () => {
    for (const role of [...roles, null]) {
      for (const scope of [everywhere, "own"]) {
        for (const virtualCluster of ["own", "foreign"]) {
          const identity = role === null ? withGrants() : withGrants({ role, scope });
          const isEnough = role !== null && roles.indexOf(role) >= roles.indexOf(route.role);
          const isThere = {
            "virtual-cluster": scope === everywhere || virtualCluster === "own",
            installation: scope === everywhere,
            visible: true,
          }[route.scope];
          const isAllowed = route.scope === "self" || (isEnough && isThere === true);
          const status = await statusOf(route, virtualCluster, identity);
          const what = `${role} of ${scope} in ${virtualCluster}: ${status}`;
          expect([what, status !== 403]).toEqual([what, isAllowed]);
        }
      }
    }
  });
});

test("an answer contains what is in the user's virtual clusters, and nothing of the installation", () => {
  const sees = seesOf(withGrants({ role: "viewer", scope: "shop" }));
  expect([sees("shop"), sees("billing"), sees(null)]).toEqual([true, false, false]);
  expect(seesOf(withGrants())("shop")).toBe(false);
  expect(seesOf(null)("shop")).toBe(false);
  expect(seesOf(anyoneIdentity)(null)).toBe(true);
});

test("a refusal says what is missing and who can grant it, and not whether the virtual cluster exists", async () => {
  panelOf(withGrants({ role: "viewer", scope: "shop" }));
  const url = "http://panel.test/api/v1/virtual-clusters/billing/gateways/pay";
  const problem = await (await answerApi(new Request(url, { method: "DELETE" }))).json();
  expect(problem).toMatchObject({
    status: 403,
    detail:
      "This needs the role editor in billing. An admin of billing or of the installation can grant it to you.",
  });
});
