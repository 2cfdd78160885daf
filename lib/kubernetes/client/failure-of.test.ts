import { expect, test } from "vitest";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { type Call, failureOfReply, failureOfTransport } from "./call";

const call: Call = { verb: "patch", resource: kinds.Secret, namespace: "demo", name: "shop" };

function refusal(status: number, reason: string, message: string) {
  return { status, body: { kind: "Status", reason, message }, retryAfterSeconds: undefined };
}

test("a missing permission is named with its verb, resource and namespace", () => {
  const message =
    'secrets "shop" is forbidden: User "lamia" cannot patch resource "secrets" in API group "" in the namespace "demo"';
  const failure = failureOfReply(call, refusal(403, "Forbidden", message));
  expect(failure.kind).toBe("refused");
  expect(failure.message).toBe(
    "The Kubernetes API doesn’t allow Lamia to patch secrets shop in namespace demo.",
  );
  expect(failure.remedy).toBe(
    "Grant Lamia’s ServiceAccount or user the verb “patch” on “secrets” in the core API group for the namespace “demo”.",
  );
});

test("a 403 from a quota is not mistaken for a missing permission", () => {
  const failure = failureOfReply(
    call,
    refusal(403, "Forbidden", 'secrets "shop" is forbidden: exceeded quota'),
  );
  expect(failure.remedy).toContain("quotas");
});

test.each([
  [401, "refused"],
  [409, "conflict"],
  [422, "rejected"],
  [429, "rate-limited"],
  [500, "unreachable"],
  [503, "unreachable"],
])("%s is %s", (status, kind) => {
  expect(failureOfReply(call, refusal(status, "", "")).kind).toBe(kind);
});

test("none of the server's text is passed on, because it may quote a Secret", () => {
  const failure = failureOfReply(call, refusal(422, "Invalid", 'Invalid value: "s3cret"'));
  expect(JSON.stringify([failure.message, failure.remedy, failure.cause])).not.toContain("s3cret");
});

test("a refused connection is unreachable, and an untrusted certificate needs the user", () => {
  const refused = Object.assign(new Error("fetch failed"), {
    cause: Object.assign(new Error(), { code: "ECONNREFUSED" }),
  });
  expect(failureOfTransport("127.0.0.1:6443", refused)).toMatchObject({
    kind: "unreachable",
    message: "The Kubernetes API at 127.0.0.1:6443 doesn’t answer: connection refused.",
  });
  const untrusted = Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  const failure = failureOfTransport("127.0.0.1:6443", untrusted);
  expect(failure.kind).toBe("refused");
  expect(failure.remedy).toContain("certificate-authority-data");
});
