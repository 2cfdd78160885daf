import { describe, expect, it } from "vitest";
import { objectCommands, openObject } from "./commands";

describe("the object of a page", () => {
  it("is found on its details and on its form", () => {
    const shop = { virtualCluster: "vamp demo", segment: "services", name: "shop" };
    expect(openObject("/virtual-clusters/vamp%20demo/services/shop")).toEqual(shop);
    expect(openObject("/virtual-clusters/vamp%20demo/services/shop/edit")).toEqual(shop);
  });

  it("is none on lists, on the form of a new one, and on pages about all clusters", () => {
    expect(openObject("/virtual-clusters/demo/services")).toEqual({
      virtualCluster: "demo",
      segment: "services",
    });
    expect(openObject("/virtual-clusters/demo/services/new")?.name).toBeUndefined();
    expect(openObject("/services")).toBeNull();
    expect(openObject("/virtual-clusters")).toBeNull();
  });

  it("is left encoded when it can't be decoded", () => {
    expect(openObject("/virtual-clusters/%E0%A4%A")?.virtualCluster).toBe("%E0%A4%A");
  });
});

describe("commands of the open object", () => {
  const titles = (path: string) => objectCommands(openObject(path)).map(({ title }) => title);

  it("edit it if it has a form", () => {
    expect(titles("/virtual-clusters/demo/services/shop")).toEqual(["Edit shop", "Show the YAML of shop"]);
    expect(titles("/virtual-clusters/demo/gateways/gw-1")).toEqual(["Edit gw-1"]);
  });

  it("add a version to an application", () => {
    const [command] = objectCommands(openObject("/virtual-clusters/demo/applications/shop"));
    expect(command?.href).toBe("/virtual-clusters/demo/applications/shop/versions/new");
  });

  it("are none without an object", () => {
    expect(titles("/virtual-clusters/demo/services")).toEqual([]);
    expect(titles("/virtual-clusters/demo/metadata")).toEqual([]);
    expect(titles("/events")).toEqual([]);
  });
});
