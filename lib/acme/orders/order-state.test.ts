import { expect, test } from "vitest";
import { type KnownAuthorization, type KnownOrder, type OrderDocument, orderState } from "./order-state";
import { startPolling } from "./pace";

const challenge = (change: Partial<KnownAuthorization["challenges"][number]> = {}) => ({
  type: "dns-01",
  url: "https://ca/challenge",
  status: "pending" as const,
  token: "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA",
  ...change,
});
const authorization = (change: Partial<KnownAuthorization> = {}): KnownAuthorization => ({
  identifier: { value: "Shop.democluster.net" },
  status: "pending",
  challenges: [challenge({ type: "http-01" }), challenge()],
  txtValue: "lCM7cZyQXcVHK2nnW3jjAhNT3Fvm18UN-kWZZknKoYM",
  ...change,
});
const known = (order: Partial<OrderDocument>, change: Partial<KnownOrder> = {}): KnownOrder => ({
  order: { status: "pending", authorizations: [], finalize: "https://ca/finalize", ...order },
  authorizations: [authorization()],
  accepted: false,
  finalized: false,
  polling: startPolling(0, 170),
  ...change,
});

test("a pending order gives the TXT record of each name", () => {
  expect(orderState(known({}), 0)).toEqual({
    status: "pending",
    challenges: [
      {
        name: "_acme-challenge.shop.democluster.net",
        value: "lCM7cZyQXcVHK2nnW3jjAhNT3Fvm18UN-kWZZknKoYM",
        status: "pending",
      },
    ],
  });
});

test("an order that this process has accepted is in progress", () => {
  expect(orderState(known({}, { accepted: true }), 0)).toMatchObject({
    challenges: [{ status: "processing" }],
  });
});

test("a challenge can be valid before its name is, whether accepted or not", () => {
  const done = authorization({ challenges: [challenge({ status: "valid" })] });
  for (const accepted of [false, true])
    expect(orderState(known({}, { authorizations: [done], accepted }), 0)).toMatchObject({
      challenges: [{ status: "valid" }],
    });
  const seen = authorization({ challenges: [challenge({ status: "processing" })] });
  expect(orderState(known({}, { authorizations: [seen] }), 0)).toMatchObject({
    challenges: [{ status: "processing" }],
  });
});

test("a name that another challenge has validated needs nothing", () => {
  const valid = authorization({
    status: "valid",
    challenges: [challenge({ type: "http-01", status: "valid" })],
    txtValue: null,
  });
  expect(orderState(known({}, { authorizations: [valid] }), 0)).toEqual({
    status: "pending",
    challenges: [],
  });
});

test("a CA without a DNS challenge is rejected, with a remedy", () => {
  const only = authorization({ challenges: [challenge({ type: "http-01" })], txtValue: null });
  expect(() => orderState(known({}, { authorizations: [only] }), 0)).toThrow(
    expect.objectContaining({ kind: "rejected", remedy: expect.any(String) }),
  );
});

test("an invalid order says what failed, as its challenge has it", () => {
  const error = { type: "x", detail: "No TXT record found.", subproblems: [] };
  const failed = authorization({ status: "invalid", challenges: [challenge({ status: "invalid", error })] });
  const order = {
    status: "invalid" as const,
    error: { type: "x", detail: "Order failed.", subproblems: [] },
  };
  expect(orderState(known(order, { authorizations: [failed] }), 0)).toEqual({
    status: "invalid",
    problem: "No TXT record found.",
    gone: false,
  });
});

test("an expired order is gone", () => {
  const order = { status: "invalid" as const, expires: "2026-01-01T00:00:00Z" };
  expect(orderState(known(order), Date.parse("2026-01-02T00:00:00Z"))).toMatchObject({ gone: true });
});
