import { expect, test } from "vitest";
import type { Resolver } from "@/lib/gateway/dns/ports";
import type { RecordSet } from "@/lib/gateway/model";
import type { AcmeDnsAccount } from "../provider-definition";
import { acmeDnsDelegation } from "./acme-dns";

const name = "_acme-challenge.shop.example.net";
const account = {
  username: "user",
  password: "secret",
  fulldomain: "Abc.auth.example.org.",
  subdomain: "abc",
};
const zone = { id: "auth.example.org", apex: "auth.example.org", nameServers: ["ns1.example.org"] };

type Reply = { status: number; body: unknown; headers?: Record<string, string> };

function server(replies: Record<string, Reply>) {
  const asked: { path: string; headers: Headers; body: unknown }[] = [];
  const kept = new Map<string, AcmeDnsAccount>();
  const made = () =>
    acmeDnsDelegation({
      url: "https://auth.example.org",
      resolver: {} as Resolver,
      accounts: {
        read: async (url, of) => kept.get(`${url} ${of}`) ?? null,
        async save(url, of, given) {
          const first = kept.get(`${url} ${of}`) ?? given;
          kept.set(`${url} ${of}`, first);
          return first;
        },
      },
      fetch: async (url, init) => {
        const path = new URL(String(url)).pathname;
        asked.push({
          path,
          headers: new Headers(init?.headers),
          body: JSON.parse(String(init?.body ?? "null")),
        });
        const { status, body, headers = {} } = replies[path] ?? { status: 404, body: "" };
        return new Response(JSON.stringify(body), { status, headers });
      },
    });
  return { asked, kept, made };
}

const set = (...values: string[]): RecordSet => ({
  name: "abc.auth.example.org",
  type: "TXT",
  ttlSeconds: 60,
  values,
});

test("a challenge name is registered once, and its account still works after a restart", async () => {
  const { asked, made } = server({ "/register": { status: 201, body: account } });
  const first = made();
  expect(await Promise.all([first.targetOf(name), first.targetOf(name)])).toEqual([
    "abc.auth.example.org",
    "abc.auth.example.org",
  ]);
  expect(await made().targetOf(name)).toBe("abc.auth.example.org");
  expect(asked.map(({ path }) => path)).toEqual(["/register"]);
});

test("only new values are sent, with the account of their name, and nothing is deleted", async () => {
  const { asked, made } = server({
    "/register": { status: 201, body: account },
    "/update": { status: 200, body: { txt: "new" } },
  });
  const { dns, targetOf } = made();
  await targetOf(name);
  await dns.change(zone, [{ seen: set("old"), next: set("new", "old") }]);
  await dns.change(zone, [{ seen: set("new", "old"), next: null }]);
  const [, update, ...others] = asked;
  expect(others).toEqual([]);
  expect(update).toMatchObject({ path: "/update", body: { subdomain: "abc", txt: "new" } });
  expect(update?.headers.get("x-api-user")).toBe("user");
  expect(update?.headers.get("x-api-key")).toBe("secret");
});

test("a name without an account is not written", async () => {
  const { asked, made } = server({});
  await expect(made().dns.change(zone, [{ seen: null, next: set("new") }])).rejects.toMatchObject({
    kind: "conflict",
  });
  expect(asked).toEqual([]);
});

test.each([["_acme-challenge.victim.example.net"], ["not a name"], ["localhost"]])(
  "a server that answers with %s is not believed",
  async (fulldomain) => {
    const { kept, made } = server({ "/register": { status: 201, body: { ...account, fulldomain } } });
    await expect(made().targetOf(name)).rejects.toMatchObject({ kind: "rejected" });
    expect(kept.size).toBe(0);
  },
);

test.each([
  [401, "refused", {}],
  [404, "rejected", {}],
  [429, "rate-limited", { "retry-after": "30" }],
  [503, "unreachable", {}],
] as const)("status %s is a failure of kind %s, without the server's text", async (status, kind, headers) => {
  const { made } = server({ "/register": { status, body: { error: "internal detail" }, headers } });
  const failure = await made()
    .targetOf(name)
    .catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ kind, ...("retry-after" in headers ? { retryAfterSeconds: 30 } : {}) });
  expect(JSON.stringify(failure) + String(failure)).not.toContain("internal detail");
});
