import { describe, expect, test } from "vitest";
import type { FoundObject } from "@/lib/api/page";
import { actionsOf, verbIn } from "./object-actions";

const found = (kind: FoundObject["kind"], segment: string, host: string | null = null): FoundObject => ({
  kind,
  name: "shop",
  virtualCluster: "demo",
  context: null,
  link: `/virtual-clusters/demo/${segment}/shop`,
  host,
});

describe("a verb in the typed text", () => {
  test("is found before or after the name, with filler words", () => {
    expect(verbIn("delete shop")).toEqual({ verb: "delete", rest: "shop" });
    expect(verbIn("check shop now")).toEqual({ verb: "check", rest: "shop" });
    expect(verbIn("Show the YAML of shop-v2")).toEqual({ verb: "yaml", rest: "shop-v2" });
    expect(verbIn("203.0.113.9 diagnose")).toEqual({ verb: "diagnose", rest: "203.0.113.9" });
  });

  test("is none if it is the whole text, or part of a name", () => {
    expect(verbIn("delete")).toBeNull();
    expect(verbIn("checkout")).toBeNull();
    expect(verbIn("shop of the year")).toBeNull();
  });
});

describe("the actions for a found object", () => {
  const listed = (object: FoundObject) => actionsOf(object).map(({ verb, href }) => [verb, href]);

  test("of a gateway are all that its page has, for one with a host", () => {
    expect(listed(found("Gateway", "gateways", "*.example.com"))).toEqual([
      ["edit", "/virtual-clusters/demo/gateways/shop/edit"],
      ["check", undefined],
      ["diagnose", "/diagnose?host=www.example.com"],
      ["yaml", "/virtual-clusters/demo/gateways/shop#yaml"],
      ["routes", "/virtual-clusters/demo/map?gateway=shop"],
      ["delete", undefined],
    ]);
    expect(listed(found("Gateway", "gateways")).map(([verb]) => verb)).toEqual([
      "edit",
      "yaml",
      "routes",
      "delete",
    ]);
  });

  test("of other kinds are those of their pages", () => {
    expect(listed(found("Service", "services"))).toEqual([
      ["edit", "/virtual-clusters/demo/services/shop/edit"],
      ["yaml", "/virtual-clusters/demo/services/shop?tab=yaml"],
      ["delete", undefined],
    ]);
    expect(listed(found("Application", "applications"))).toEqual([
      ["version", "/virtual-clusters/demo/applications/shop/versions/new"],
      ["online", "/virtual-clusters/demo/online?app=shop"],
      ["delete", undefined],
    ]);
    expect(listed(found("Certificate", "certificates"))).toEqual([]);
  });
});
