import { expect, test } from "vitest";
import type { SecuredHost } from "@/lib/gateway/model";
import { claimsOf } from "./claims";

function indexOf(hosts: readonly string[]) {
  const all = hosts.map<SecuredHost>((host) => ({
    host,
    port: 443,
    gateway: { namespace: "a", name: host },
    selector: {},
    server: null,
  }));
  return { all: () => all, targetsOf: (host: string) => all.filter((each) => each.host === host) };
}

const hostsOf = (hosts: readonly string[], host: string) =>
  claimsOf(indexOf(hosts), host).map((claim) => claim.host);

test("a name without a wildcard above it is a question of its own", () => {
  expect(hostsOf(["a.x.net", "b.x.net", "*.y.net"], "a.x.net")).toEqual(["a.x.net"]);
});

test("a wildcard and the names one label below it are one question, and no others", () => {
  const hosts = ["*.x.net", "a.x.net", "b.x.net", "c.b.x.net", "x.net", "a.y.net"];
  for (const host of ["*.x.net", "a.x.net"])
    expect(hostsOf(hosts, host)).toEqual(["*.x.net", "a.x.net", "b.x.net"]);
  expect(hostsOf(hosts, "c.b.x.net")).toEqual(["c.b.x.net"]);
});
