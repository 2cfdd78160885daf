import { expect, test } from "vitest";
import { chooseProvider } from "./choose-provider";

const complete = { google_project_id: "shared", google_service_account: "{}" };
const other = { google_project_id: "mine", google_service_account: "[]" };

test("a virtual cluster without provider keys uses the installation's provider", () => {
  const choice = chooseProvider({ own: { team: "shop" }, installation: complete });
  expect(choice).toMatchObject({ definitions: [{ id: "google" }], settings: complete, from: "installation" });
});

test("a virtual cluster's own provider wins", () => {
  const choice = chooseProvider({ own: other, installation: complete });
  expect(choice).toMatchObject({ definitions: [{ id: "google" }], settings: other, from: "virtual-cluster" });
});

test("the installation's key never serves a project that the virtual cluster names", () => {
  const own = { google_project_id: "mine" };
  const choice = chooseProvider({ own, installation: complete });
  expect(choice).toMatchObject({ definitions: [], every: [], settings: own, from: "virtual-cluster" });
});

test("an installation that has only some of the keys serves nobody", () => {
  const choice = chooseProvider({ own: {}, installation: { google_project_id: "shared" } });
  expect(choice).toMatchObject({ definitions: [], every: [], settings: {}, from: "virtual-cluster" });
});

test("of several providers, all are used, unless one of them is named", () => {
  const own = { ...other, manual_zones: "*" };
  const ids = (choice: ReturnType<typeof chooseProvider>) => choice.definitions.map(({ id }) => id);
  expect(ids(chooseProvider({ own, installation: {} }))).toEqual(["google", "manual"]);
  expect(ids(chooseProvider({ own: { ...own, dns_provider: "manual" }, installation: {} }))).toEqual([
    "manual",
  ]);
  expect(ids(chooseProvider({ own: { ...own, dns_provider: "cloudflare" }, installation: {} }))).toEqual([]);
});

test("a Gateway's wish comes before dns_provider of its virtual cluster, and the other providers stay known", () => {
  const own = { ...other, manual_zones: "*", dns_provider: "google" };
  const choice = chooseProvider({ own, installation: {} }, { gateway: "shop", provider: "manual" });
  expect(choice).toMatchObject({
    definitions: [{ id: "manual" }],
    named: { place: "gateway", gateway: "shop" },
  });
  expect(choice.every.map(({ id }) => id)).toEqual(["google", "manual"]);
  expect(chooseProvider({ own, installation: {} }).named).toEqual({ place: "virtual-cluster", gateway: "" });
  expect(chooseProvider({ own: other, installation: {} }).named).toBeNull();
});

test("a virtual cluster can name one of the providers that it inherits", () => {
  const installation = { ...complete, manual_zones: "*" };
  const choice = chooseProvider({ own: { dns_provider: "manual" }, installation });
  expect(choice).toMatchObject({ definitions: [{ id: "manual" }], from: "installation" });
});
