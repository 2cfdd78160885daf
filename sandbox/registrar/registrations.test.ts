import { expect, test } from "vitest";
import { initialLevers, type Levers } from "@/sandbox/levers/levers";
import { isRegistrable, parkingNameServers, readNameServers, registrations } from "./registrations";

const nameServers = ["ns-cloud-b1.googledomains.com.", "ns-cloud-b2.googledomains.com."];
const zone = { id: "1", dnsName: "democluster.net.", createdAt: 10_000, nameServers };

function book(levers: Levers, clock: { now: number }, zones = [zone]) {
  return registrations({
    levers,
    zones: () => zones,
    isRegistrable: (name) => name.split(".").length === 3,
    now: () => clock.now,
  });
}

test("democluster.net is registered from the start and parked", () => {
  const registrar = book({ ...initialLevers }, { now: 0 });
  expect(registrar.nameServersOf("democluster.net.")).toEqual(parkingNameServers);
});

test("the lever delegates a zone that many seconds after its creation, including a zone that existed before", () => {
  const levers = { ...initialLevers };
  const clock = { now: 12_000 };
  const registrar = book(levers, clock);
  expect(registrar.nameServersOf("democluster.net.")).toEqual(parkingNameServers);
  levers.autoDelegateAfterSeconds = 3;
  expect(registrar.nameServersOf("democluster.net.")).toEqual(parkingNameServers);
  clock.now = 13_000;
  expect(registrar.nameServersOf("democluster.net.")).toEqual(nameServers);
});

test("a delegation that a user changes afterwards stays changed", () => {
  const registrar = book({ ...initialLevers, autoDelegateAfterSeconds: 0 }, { now: 20_000 });
  expect(registrar.nameServersOf("democluster.net.")).toEqual(nameServers);
  registrar.set("democluster.net.", parkingNameServers);
  expect(registrar.nameServersOf("democluster.net.")).toEqual(parkingNameServers);
});

test("setting the lever again delegates again", () => {
  const registrar = book({ ...initialLevers, autoDelegateAfterSeconds: 0 }, { now: 20_000 });
  registrar.set("democluster.net.", parkingNameServers);
  registrar.leverSet();
  expect(registrar.nameServersOf("democluster.net.")).toEqual(nameServers);
});

test("a zone whose name can't be registered is not delegated", () => {
  const deep = { ...zone, dnsName: "shop.democluster.net." };
  const registrar = book({ ...initialLevers, autoDelegateAfterSeconds: 0 }, { now: 20_000 }, [deep]);
  expect(registrar.nameServersOf("shop.democluster.net.")).toBeUndefined();
});

test("host names are accepted in any case, with or without the final dot", () => {
  const read = readNameServers([" NS1.Host.Test", "ns2.host.test."], "example.org.");
  expect(read).toEqual({ nameServers: ["ns1.host.test.", "ns2.host.test."] });
});

const bad: [what: string, input: unknown, path: string][] = [
  ["no list", "ns1.host.test", "nameServers"],
  ["one name server", ["ns1.host.test"], "nameServers"],
  ["an IP address", ["ns1.host.test", "192.0.2.1"], "nameServers[1]"],
  ["a single label", ["ns1", "ns2.host.test"], "nameServers[0]"],
  ["the same one twice", ["ns1.host.test", "NS1.host.test."], "nameServers[1]"],
  ["a number", ["ns1.host.test", 5], "nameServers[1]"],
  ["a host within the domain", ["ns1.example.org", "ns1.host.test"], "nameServers[0]"],
];
test.each(bad)("%s is refused at its place", (_what, input, path) => {
  expect(readNameServers(input, "example.org.").mistakes).toMatchObject([{ path }]);
});

test("a domain is one label below a public suffix", () => {
  const names = [
    "democluster.net.",
    "example.co.uk.",
    "shop.democluster.net.",
    "co.uk.",
    "net.",
    "googledomains.com.",
  ];
  expect(names.map(isRegistrable)).toEqual([true, true, false, false, false, false]);
});
