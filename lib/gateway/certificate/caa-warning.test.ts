import { describe, expect, test } from "vitest";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { walkStateOf } from "@/lib/gateway/walk/reporting";

describe("CAA records", () => {
  const caa = (name: string, value: string) => ({
    name,
    type: "CAA" as const,
    ttlSeconds: 60,
    values: [value],
  });

  test("that leave the CA out are reported before an order and after its refusal, and block nothing", async () => {
    const fake = fakeWorld();
    fake.records.set("democluster.net CAA", caa("democluster.net", '0 issue "other.test"'));
    expect(report(await visit(fake), "certificate").note).toContain(
      'allow only other.test. If the CA refuses, add the CAA record 0 issue "ca.test"',
    );
    fake.orders.set("order-1", { status: "invalid", problem: "CAA", gone: false });
    expect(report(await visit(fake), "certificate").note).toContain("Test CA refused: CAA The CAA records");
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
  });

  test("that name the CA, or don't restrict who issues, are not mentioned", async () => {
    const fake = fakeWorld();
    fake.records.set("democluster.net CAA", caa("democluster.net", '0 issue "ca.test; policy=x"'));
    expect(report(await visit(fake), "certificate").note).not.toContain("CAA");
    fake.records.set(`${shop.host} CAA`, caa(shop.host, '0 iodef "mailto:a@b.test"'));
    fake.orders.clear();
    expect(report(await visit(fake, 2), "certificate").note).not.toContain("CAA");
  });

  test("are not judged when a name server doesn't answer, or when a CNAME sends the CA elsewhere", async () => {
    for (const change of [
      (fake: FakeWorld) => void fake.silent.add("ns2.dns.test"),
      (fake: FakeWorld) =>
        void fake.records.set(`${shop.host} CNAME`, {
          name: shop.host,
          type: "CNAME",
          ttlSeconds: 60,
          values: ["lb.example.net"],
        }),
    ]) {
      const fake = fakeWorld();
      fake.records.set("democluster.net CAA", caa("democluster.net", '0 issue "other.test"'));
      change(fake);
      expect(report(await visit(fake), "certificate").note).not.toContain("CAA");
    }
  });
});
