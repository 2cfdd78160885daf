import { expect, test } from "vitest";
import type { DnsChallenge } from "@/lib/gateway/certificate/pending-order";
import { Failure } from "@/lib/gateway/failure";
import { certificateInfo } from "@/lib/gateway/testing/fake-vault";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { visit } from "@/lib/gateway/testing/visit";
import { type Trial, tryOrder } from "./trial";

function trialIn(fake: FakeWorld, challenges: DnsChallenge[] = []): Trial {
  return {
    target: shop,
    zone: fake.zones[0] as Trial["zone"],
    holder: "vamp-demo",
    ca: { ...fake.world.ca, id: "staging", title: "Staging CA" },
    newKey: async () => ({
      csr: new Uint8Array([1]),
      accept: (chain) => certificateInfo(chain, fake.now),
    }),
    async onChallenges(wanted) {
      expect(fake.did.some((entry) => entry.includes("_acme-challenge"))).toBe(false);
      challenges.push(...wanted);
    },
    async wait() {
      if (fake.did.length > 1_000) throw new Error("The trial goes on forever.");
    },
  };
}

test("a trial takes the whole order at the staging CA, and touches neither Secrets nor the certificate", async () => {
  const fake = fakeWorld();
  await visit(fake, 8);
  const before = { kept: structuredClone([...fake.kept]), secrets: structuredClone([...fake.secrets]) };
  fake.did.length = 0;
  const challenges: DnsChallenge[] = [];
  const info = await tryOrder(trialIn(fake, challenges), fake.world);
  expect(info.serial).toBe("SERIAL-order-2");
  expect(challenges).toEqual([{ name: `_acme-challenge.${shop.host}`, value: "token-order-2" }]);
  expect({ kept: [...fake.kept], secrets: [...fake.secrets] }).toEqual(before);
  expect(fake.did).toContain("finalize order-2");
  expect(fake.did.some((entry) => /^(key|publish|withdraw|forget) /.test(entry))).toBe(false);
});

test("a trial ends with the staging CA's answer, and asks no other CA", async () => {
  const fake = fakeWorld();
  await visit(fake, 8);
  const refusing = {
    ...fake.world.ca,
    order: () => Promise.reject(new Failure("rejected", "Not this name.")),
  };
  fake.world = { ...fake.world, fallbackCas: [fake.world.ca] };
  const trial = { ...trialIn(fake), ca: refusing };
  await expect(tryOrder(trial, fake.world)).rejects.toMatchObject({ message: "Not this name." });
  expect(fake.did.filter((entry) => entry.startsWith("order-"))).toEqual(["order-1"]);
});
