import { expect, it } from "vitest";
import { timeOrderedId } from "./time-ordered-id";

it("sorts by the time it was made, and is a UUID of version 7", () => {
  const ids = [0, 1, 1_700_000_000_000, 1_700_000_000_001].map((time) => timeOrderedId(new Date(time)));
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
