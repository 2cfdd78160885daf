import { expect, test, vi } from "vitest";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { ProblemError } from "../http/problem-error";
import { actingAs, actingAsNobody, impersonatedOf } from "./impersonation";

const naming = { user: "email", userPrefix: "", groupPrefix: "" } as const;
const mia = { email: "mia@example.com", isEmailVerified: true, sub: "0a1b", groups: ["platform"] };
const call = { verb: "get", resource: kinds.Gateway, namespace: "shop", name: "web" } as const;

const answering = (status: number, message = "") =>
  ({ send: vi.fn(async () => ({ status, body: { kind: "Status", message } })) }) as unknown as ClusterClient;

test("a user is known to the cluster by email or subject, and groups by name, after their prefixes", () => {
  expect(impersonatedOf(mia, naming)).toEqual({ user: "mia@example.com", groups: ["platform"] });
  expect(impersonatedOf(mia, { user: "sub", userPrefix: "oidc:", groupPrefix: "org:" })).toEqual({
    user: "oidc:0a1b",
    groups: ["org:platform"],
  });
});

test("an email address that the provider hasn't verified makes nobody anybody", () => {
  const unverified = { ...mia, isEmailVerified: false };
  expect(impersonatedOf(unverified, naming)).toBeNull();
  expect(impersonatedOf(unverified, { ...naming, user: "sub" })?.user).toBe("0a1b");
});

test.each(["system:masters", "System:masters", " system:nodes", "system:serviceaccounts:kube-system"])(
  "a provider makes nobody a member of %s",
  (group) => {
    expect(impersonatedOf({ ...mia, groups: [group, "platform"] }, naming)?.groups).toEqual(["platform"]);
  },
);

test.each(["system:admin", "system:serviceaccount:kube-system:default", "", "a\r\nImpersonate-Group: b"])(
  "a provider makes nobody the user %j",
  (sub) => {
    expect(impersonatedOf({ ...mia, sub }, { ...naming, user: "sub" })).toBeNull();
  },
);

test("each request goes out as the user, and what the cluster refuses is a problem of its own, also for a write", async () => {
  const as = { user: "mia@example.com", groups: ["platform"] };
  const fine = answering(200);
  await actingAs(fine, as).request(call);
  expect(fine.send).toHaveBeenCalledWith({ ...call, as });
  for (const method of ["send", "find", "request"] as const) {
    const refused = actingAs(answering(403, "a name that must not be repeated"), as)[method](call);
    await expect(refused).rejects.toMatchObject({
      problem: { type: "urn:lamia:problem:kubernetes-refused" },
    });
    await expect(refused).rejects.toThrow("Kubernetes doesn’t let mia@example.com get gateways");
    await expect(refused).rejects.not.toThrow("must not be repeated");
  }
});

test("without the right to impersonate, the remedy is for whoever runs Lamia", async () => {
  const message = 'User "lamia" cannot impersonate resource "users"';
  const asked = actingAs(answering(403, message), { user: "mia", groups: [] }).find(call);
  await expect(asked).rejects.toMatchObject({
    kind: "refused",
    remedy: expect.stringContaining("impersonate"),
  });
});

test("for a user whom the cluster can't know, nothing is asked", async () => {
  const client = answering(200);
  await expect(actingAsNobody(client).find(call)).rejects.toBeInstanceOf(ProblemError);
  expect(client.send).not.toHaveBeenCalled();
});
