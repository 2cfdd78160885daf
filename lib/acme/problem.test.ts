import { expect, test } from "vitest";
import { AcmeProblem, problemFailure, sentenceOf, statedRetryAfter } from "./problem";

function problem(
  status: number,
  type: string | null,
  headers: Record<string, string> = {},
  detail = "Because.",
): AcmeProblem {
  const text =
    type === null ? "<html>" : JSON.stringify({ type: `urn:ietf:params:acme:error:${type}`, detail });
  return new AcmeProblem({ status, headers: new Headers(headers), text });
}

test.each([
  [429, "rateLimited", "rate-limited", false],
  [503, null, "unreachable", false],
  [500, "serverInternal", "unreachable", false],
  [403, "orderNotReady", "conflict", false],
  [403, "userActionRequired", "refused", true],
  [401, "externalAccountRequired", "unconfigured", true],
  [400, "invalidContact", "unconfigured", true],
  [400, "rejectedIdentifier", "rejected", true],
  [403, "caa", "rejected", true],
  [400, "badCSR", "rejected", false],
  [400, "badNonce", "unreachable", false],
  [403, "unauthorized", "refused", true],
  [400, "accountDoesNotExist", "refused", true],
  [400, "unsupportedContact", "unconfigured", true],
  [400, "unsupportedIdentifier", "rejected", true],
  [429, null, "rate-limited", false],
  [500, null, "unreachable", false],
  [408, null, "unreachable", false],
  [499, null, "rejected", false],
  [418, null, "rejected", false],
] as const)("%i %s is %s", (status, type, kind, hasRemedy) => {
  const failure = problemFailure(problem(status, type), "The CA");
  expect(failure.kind).toBe(kind);
  expect(failure.remedy !== undefined).toBe(hasRemedy);
});

test("the CA's sentence is shown, and its Retry-After counts", () => {
  const failure = problemFailure(
    problem(429, "rateLimited", { "retry-after": "120" }, "Too many\n certificates."),
    "The CA",
  );
  expect(failure.message).toBe("The CA asks Lamia to slow down: Too many certificates.");
  expect(failure.retryAfterSeconds).toBe(120);
});

test("Retry-After may be a date", () => {
  const date = new Date(Date.now() + 90_000).toUTCString();
  const { retryAfterSeconds } = problemFailure(problem(503, null, { "retry-after": date }), "The CA");
  expect(retryAfterSeconds).toBeGreaterThan(85);
  expect(retryAfterSeconds).toBeLessThan(95);
});

test("without Retry-After, Lamia waits an hour after a rate limit", () => {
  expect(problemFailure(problem(429, "rateLimited"), "The CA").retryAfterSeconds).toBe(3_600);
});

test("an HTML page is not shown as detail", () => {
  expect(problemFailure(problem(502, null), "The CA").message).toBe("The CA has an internal error (502).");
});

test.each([
  [undefined, undefined],
  ["7", 7],
  [" 7 ", 7],
  ["-7", -7],
  ["7x", undefined],
  ["x7", undefined],
  ["", undefined],
])("a Retry-After of %j states %j seconds", (header, seconds) => {
  const headers = new Headers(header === undefined ? {} : { "retry-after": header });
  expect(statedRetryAfter(headers, 0)).toBe(seconds);
});

test("the CA's words become one line, including those about single names, with at most 400 characters", () => {
  const of = (detail: string, ...more: string[]) =>
    sentenceOf({ type: "x", detail, subproblems: more.map((each) => ({ detail: each })) });
  expect(of(" One\n two. ", "", "Three.")).toBe("One two. Three.");
  expect(of("", "Three.")).toBe("Three.");
  expect(of("a".repeat(400))).toBe("a".repeat(400));
  expect(of("a".repeat(401))).toBe(`${"a".repeat(399)}…`);
});

test("for a type that isn't ACME's, only the status counts, and the type isn't shown", () => {
  const text = JSON.stringify({ type: "https://ca.example/errors/rateLimited", detail: "Because." });
  const strange = new AcmeProblem({ status: 400, headers: new Headers(), text });
  expect(strange.type).toBe("");
  expect(problemFailure(strange, "The CA").kind).toBe("rejected");
});

test.each([{}, { type: 7 }, { type: "about:blank" }, { type: "https://ca.example/no" }])(
  "without a type of ACME's, as in %j, the status decides, and a limit is still a limit",
  (rest) => {
    const failureOf = (status: number) => {
      const text = JSON.stringify({ ...rest, detail: "Because." });
      return problemFailure(new AcmeProblem({ status, headers: new Headers(), text }), "The CA");
    };
    expect([403, 404, 429, 503].map((status) => failureOf(status).kind)).toEqual([
      ...["rejected", "rejected", "rate-limited", "unreachable"],
    ]);
    expect(failureOf(403).message).not.toMatch(/undefined|about:blank|7/);
  },
);

test("a pause that is longer than Lamia's limit is reported", () => {
  const long = problemFailure(problem(429, "rateLimited", { "retry-after": "999999" }), "The CA");
  const short = problemFailure(problem(429, "rateLimited", { "retry-after": "86400" }), "The CA");
  expect(long.retryAfterSeconds).toBe(86_400);
  expect(long.message.length).toBeGreaterThan(short.message.length);
});
