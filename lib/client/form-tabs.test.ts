import { expect, test } from "vitest";
import { type FormTabs, joinFormTabs } from "./form-tabs";

function browser() {
  const channels = new Set<{ onmessage: BroadcastChannel["onmessage"] }>();
  return () => {
    const channel = {
      onmessage: null as BroadcastChannel["onmessage"],
      postMessage: (data: unknown) => {
        for (const other of channels)
          if (other !== channel)
            other.onmessage?.call({} as BroadcastChannel, { data } as MessageEvent<unknown>);
      },
      close: () => void channels.delete(channel),
    };
    channels.add(channel);
    return channel;
  };
}

test("two tabs with one form learn of each other, of a save, and of leaving; another form is unaffected", () => {
  const open = browser();
  const received: Record<string, FormTabs[]> = { first: [], second: [], other: [] };
  const first = joinFormTabs("Gateway/shop", (tabs) => received.first?.push(tabs), open());
  joinFormTabs("Service/shop", (tabs) => received.other?.push(tabs), open());
  const second = joinFormTabs("Gateway/shop", (tabs) => received.second?.push(tabs), open());
  expect(received.first?.at(-1)).toEqual({ isOpenElsewhere: true, isSavedElsewhere: false });
  expect(received.second?.at(-1)).toEqual({ isOpenElsewhere: true, isSavedElsewhere: false });
  first.saved();
  expect(received.second?.at(-1)).toEqual({ isOpenElsewhere: false, isSavedElsewhere: true });
  second.leave();
  expect(received.first?.at(-1)?.isOpenElsewhere).toBe(false);
  expect(received.other).toEqual([]);
});
