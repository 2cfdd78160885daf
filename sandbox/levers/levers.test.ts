import { expect, test } from "vitest";
import { initialLevers, readLevers } from "./levers";

test("every lever can be set to its initial value", () => {
  expect(readLevers({ ...initialLevers })).toEqual({ levers: initialLevers });
});

test("omitted fields stay unset", () => {
  expect(readLevers({ caUnavailable: true, addressAfterSeconds: null })).toEqual({
    levers: { caUnavailable: true, addressAfterSeconds: null },
  });
});

const bad: [input: unknown, path: string][] = [
  [null, ""],
  [[], ""],
  [{ caUnavailabel: true }, "caUnavailabel"],
  [{ caUnavailable: "yes" }, "caUnavailable"],
  [{ providerUnavailable: null }, "providerUnavailable"],
  [{ autoDelegateAfterSeconds: -1 }, "autoDelegateAfterSeconds"],
  [{ caRetryAfterSeconds: "5" }, "caRetryAfterSeconds"],
  [{ addressAfterSeconds: 1e9 }, "addressAfterSeconds"],
  [{ laggingNameServer: { index: 4, seconds: 1 } }, "laggingNameServer.index"],
  [{ laggingNameServer: { index: 1 } }, "laggingNameServer.seconds"],
  [{ laggingNameServer: { index: 1, seconds: 1, zone: "a" } }, "laggingNameServer.zone"],
];
test.each(bad)("%j is refused at %j", (input, path) => {
  expect(readLevers(input).mistakes).toMatchObject([{ path }]);
});
