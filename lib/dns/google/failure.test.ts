import { expect, test } from "vitest";
import { GoogleError, googleFailure } from "./failure";

const identity = { project: "demo", account: "lamia@demo.iam.gserviceaccount.com" };

test.each([
  [400, ["invalid_grant"], "refused", "Replace google_service_account"],
  [401, ["authError"], "refused", "Replace google_service_account"],
  [403, ["forbidden"], "refused", "roles/dns.admin"],
  [403, ["accessNotConfigured"], "refused", "gcloud services enable"],
  [403, ["quotaExceeded"], "rejected", "quota"],
  [403, ["rateLimitExceeded"], "rate-limited", undefined],
  [429, [], "rate-limited", undefined],
  [404, ["notFound"], "refused", "google_project_id"],
  [409, ["alreadyExists"], "conflict", undefined],
  [412, ["conditionNotMet"], "conflict", undefined],
  [400, ["verifyManagedZoneDnsNameOwnership"], "rejected", "Search Console"],
  [400, ["invalid"], "rejected", undefined],
  [503, [], "unreachable", undefined],
  [0, ["ECONNREFUSED"], "unreachable", undefined],
] as const)("%i %s is %s", (status, reasons, kind, remedy) => {
  const failure = googleFailure(new GoogleError({ status, reasons }), identity);
  expect(failure.kind).toBe(kind);
  if (remedy) expect(failure.remedy).toContain(remedy);
  else expect(failure.remedy).toBeUndefined();
});

test("Google's own Retry-After is used", () => {
  const error = new GoogleError({ status: 503, reasons: [], retryAfterSeconds: 120 });
  expect(googleFailure(error, identity).retryAfterSeconds).toBe(120);
});

test("an error of another kind is unknown, and its text isn't shown", () => {
  const failure = googleFailure(new Error("-----BEGIN PRIVATE KEY-----"), identity);
  expect(failure.kind).toBe("unknown");
  expect(failure.message).not.toContain("PRIVATE KEY");
});
