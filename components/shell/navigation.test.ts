import { expect, test } from "vitest";
import { breadcrumbsOf } from "./navigation";

test("a path becomes a trail whose last part is not a link", () => {
  expect(breadcrumbsOf("/virtual-clusters/vamp-demo")).toEqual([
    { title: "Virtual clusters", href: "/virtual-clusters", isName: false },
    { title: "vamp-demo", isName: true },
  ]);
});

test("every page on the way is a link", () => {
  const trail = breadcrumbsOf("/virtual-clusters/vamp-demo/gateways/gw-1/edit");
  expect(trail.map((crumb) => crumb.title)).toEqual([
    "Virtual clusters",
    "vamp-demo",
    "Gateways",
    "gw-1",
    "Edit",
  ]);
  expect(trail[1]?.href).toBe("/virtual-clusters/vamp-demo");
  expect(trail[2]?.href).toBe("/virtual-clusters/vamp-demo/gateways");
  expect(trail[3]?.href).toBe("/virtual-clusters/vamp-demo/gateways/gw-1");
});

test("a part of the path without a page has no link", () => {
  const trail = breadcrumbsOf("/virtual-clusters/vamp-demo/applications/shop/versions/shop-v1");
  expect(trail[4]).toEqual({ title: "Versions", isName: false });
  expect(trail[3]?.href).toBe("/virtual-clusters/vamp-demo/applications/shop");
});

test("escapes in a name are decoded, and malformed ones stay as they are", () => {
  expect(breadcrumbsOf("/gateways/a%20b").at(-1)?.title).toBe("a b");
  expect(breadcrumbsOf("/gateways/%E0%A4%A").at(-1)?.title).toBe("%E0%A4%A");
});

test("a page has the same name as its button", () => {
  expect(breadcrumbsOf("/virtual-clusters/vamp-demo/online").at(-1)).toEqual({
    title: "Put online",
    isName: false,
  });
});

test("the first page has no trail", () => {
  expect(breadcrumbsOf("/")).toEqual([]);
});
