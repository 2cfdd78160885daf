import { expect, test } from "vitest";
import { chooseProvider } from "./choose-provider";

const complete = { google_project_id: "shared", google_service_account: "{}" };
const other = { google_project_id: "mine", google_service_account: "[]" };

test("a virtual cluster without provider keys uses the installation's provider", () => {
  const choice = chooseProvider({ own: { team: "shop" }, installation: complete });
  expect(choice).toMatchObject({ definition: { id: "google" }, settings: complete, from: "installation" });
});

test("a virtual cluster's own provider wins", () => {
  const choice = chooseProvider({ own: other, installation: complete });
  expect(choice).toMatchObject({ definition: { id: "google" }, settings: other, from: "virtual-cluster" });
});

test("the installation's key never serves a project that the virtual cluster names", () => {
  const own = { google_project_id: "mine" };
  const choice = chooseProvider({ own, installation: complete });
  expect(choice).toEqual({ definition: undefined, settings: own, from: "virtual-cluster" });
});

test("an installation that has only half of the keys serves nobody", () => {
  const choice = chooseProvider({ own: {}, installation: { google_project_id: "shared" } });
  expect(choice).toEqual({ definition: undefined, settings: {}, from: "virtual-cluster" });
});
