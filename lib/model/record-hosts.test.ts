import { expect, test } from "vitest";
import { goneRecordHosts, recordHostsOf, unsecured } from "./record-hosts";
import type { SecuredHost } from "./secured-hosts";

const server = (port: number, hosts: string[], protocol = "HTTP") => ({
  index: port,
  port,
  protocol,
  hosts,
  tlsMode: null,
  credentialName: null,
});
const hostsIn = (servers: ReturnType<typeof server>[], secured: string[] = []) =>
  recordHostsOf(
    servers,
    secured.map((host) => ({ host })),
  );

test("every host of every server gets records once, but Secured Hosts, which have a walk of their own", () => {
  const { hosts, skipped } = hostsIn(
    [
      server(80, ["shop.example.com", "*.example.org", "demo/Blog.example.com"]),
      server(443, ["shop.example.com", "blog.example.com", "tls.example.com"], "TLS"),
    ],
    ["shop.example.com"],
  );
  expect(hosts.map(({ host, port }) => `${port}=${host}`)).toEqual([
    "80=*.example.org",
    "80=blog.example.com",
    "443=tls.example.com",
  ]);
  expect(skipped).toEqual([]);
});

test.each([
  ["*", "no zone can hold a record for that"],
  ["shop", "short name"],
  ["shop.default.svc.cluster.local", "aren’t in the public DNS"],
  ["*.internal", "short name"],
  ["192.0.2.1", "not an IP address"],
  ["münchen.example.com", "in ASCII, as xn--mnchen-3ya.example.com"],
])("%s gets no record, and the reason is said", (host, reason) => {
  const { hosts, skipped } = hostsIn([server(80, [host])]);
  expect(hosts).toEqual([]);
  expect(skipped).toEqual([{ part: host, reason: expect.stringContaining(reason) }]);
});

test("a host doesn’t know the other hosts of its server, so that their changes don’t wake it", () => {
  const names = Array.from({ length: 300 }, (_, index) => `h${index}.example.com`);
  const before = hostsIn([server(80, names)]).hosts;
  const after = hostsIn([server(80, [...names, "one-more.example.com"])]).hosts;
  expect(after.slice(0, names.length)).toEqual(before);
});

const target = (port: number, host: string, rest: object = {}) =>
  ({ port, host, gateway: { namespace: "demo", name: "web" }, ...rest }) as SecuredHost;
const recorded = (port: number, host: string) => target(port, host, { recordsOnly: true });

test("a host is gone once no server names it, or it has become a Secured Host on another port", () => {
  const change = {
    before: [recorded(80, "a.example.com"), recorded(80, "b.example.com"), target(443, "c.example.com")],
    after: [recorded(80, "a.example.com"), target(443, "b.example.com")],
  };
  expect(goneRecordHosts(change).map(({ host }) => host)).toEqual(["b.example.com"]);
});

test("a Secured Host that gets only records now leaves its keys behind", () => {
  const change = {
    before: [target(443, "a.example.com"), recorded(80, "b.example.com")],
    after: [recorded(443, "a.example.com"), recorded(80, "b.example.com")],
  };
  expect(unsecured(change)).toEqual(["demo/web:443=a.example.com"]);
  expect(unsecured({ before: change.before, after: [] })).toEqual([]);
});
