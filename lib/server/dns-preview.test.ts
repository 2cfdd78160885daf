import { expect, test } from "vitest";
import { fakeWorld } from "@/lib/gateway/testing/fake-world";
import { previewDns } from "./dns-preview";

const theirs = ["ns1.elsewhere.test", "ns2.elsewhere.test"];

test("a zone that would be created for somebody else's domain is reported with its name servers", async () => {
  const { world } = fakeWorld();
  world.resolver.delegation = async () => ({
    parent: "net",
    answers: [
      { server: "a.net.test", values: theirs, problem: null },
      { server: "b.net.test", values: null, problem: "timeout" },
    ],
  });
  const preview = await previewDns(world, "shop.somebody.net");
  expect(preview).toMatchObject({ zoneExists: false, delegatedTo: theirs });
});

test("an existing zone, a free domain, and a parent zone without an answer aren't reported", async () => {
  const { world } = fakeWorld();
  world.resolver.delegation = async () => ({
    parent: "net",
    answers: [{ server: "a.net.test", values: [], problem: null }],
  });
  expect(await previewDns(world, "shop.free.net")).toMatchObject({ zoneExists: false, delegatedTo: null });
  world.resolver.delegation = () => Promise.reject(new Error("no root answers"));
  expect((await previewDns(world, "shop.free.net")).delegatedTo).toBeNull();
  world.resolver.delegation = () => new Promise(() => undefined);
  expect((await previewDns(world, "shop.free.net", 5)).delegatedTo).toBeNull();
});
