import { expect, test } from "vitest";
import { importDocuments } from "@/lib/istio/import/import-documents";
import { nameDocument } from "./name-document";

async function named(text: string, name = "shop") {
  const { documents } = await importDocuments(text, "vamp-demo");
  const unnamed = documents.find((document) => document.name === "");
  return unnamed ? nameDocument(text, unnamed.place.start, name, unnamed.source) : text;
}

test.each([
  ["servers: []\n", "name: shop\nservers: []\n"],
  [
    "name: a\nhosts: []\nports: []\n---\n# b\nservers: []\n",
    "name: a\nhosts: []\nports: []\n---\n# b\nname: shop\nservers: []\n",
  ],
  ['{"servers": []}', '{ "name": "shop","servers": []}'],
  [
    "kind: Service\napiVersion: v1\nspec: {}\n",
    "metadata: { name: shop }\nkind: Service\napiVersion: v1\nspec: {}\n",
  ],
  [
    "apiVersion: v1\nkind: Service\nmetadata:\n  labels: { a: b }\n",
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n  labels: { a: b }\n",
  ],
  [
    "apiVersion: v1\nkind: Service\nmetadata:\nspec: {}\n",
    "apiVersion: v1\nkind: Service\nmetadata: { name: shop }\nspec: {}\n",
  ],
  [
    "apiVersion: v1\nkind: Service\nmetadata: {}\n",
    "apiVersion: v1\nkind: Service\nmetadata: { name: shop }\n",
  ],
  [
    "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n",
    "apiVersion: v1\nkind: List\nitems:\n  - metadata: { name: shop }\n    apiVersion: v1\n    kind: Service\n",
  ],
])("a name goes where it belongs, and all else stays: %j", async (text, expected) => {
  expect(await named(text)).toBe(expected);
  const { documents } = await importDocuments(expected, "vamp-demo");
  expect(documents.every(({ name }) => name !== "")).toBe(true);
});

test("a name that YAML would read as another type is quoted", async () => {
  expect(await named("servers: []\n", "123")).toBe('name: "123"\nservers: []\n');
  expect(await named("servers: []\n", "on")).toBe('name: "on"\nservers: []\n');
});

test("nothing changes if no document begins there any more", () => {
  expect(nameDocument("servers: []\n", 4, "shop", "vamp")).toBe("servers: []\n");
});
