import { describe, expect, it } from "vitest";
import { compareNameServers } from "./name-server-comparison";

describe("compareNameServers", () => {
  it("wanted ones keep their order, foreign ones follow", () => {
    expect(compareNameServers(["ns2.x.net", "ns1.x.net"], ["ns1.x.net", "old.y.org"])).toEqual([
      { name: "ns2.x.net", state: "missing" },
      { name: "ns1.x.net", state: "ok" },
      { name: "old.y.org", state: "foreign" },
    ]);
  });

  it("case and final dots make no difference", () => {
    expect(compareNameServers(["ns1.x.net"], ["NS1.X.NET."])).toEqual([{ name: "ns1.x.net", state: "ok" }]);
  });

  it("nothing counts as missing before the parent zone was asked", () => {
    expect(compareNameServers(["ns1.x.net"], null)).toEqual([{ name: "ns1.x.net", state: "unknown" }]);
  });
});
