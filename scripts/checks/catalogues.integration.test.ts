import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { catalogue } from "@/lib/text/catalogue";
import { allMessages, keysRead, messagesOf, unusedMessages } from "./catalogues";

test("messages are read from a catalogue as written", () => {
  const source = `export const texts = catalogue({ save: "Save", of: "{a} of {b}" });`;
  expect(messagesOf("components/x", source)).toEqual([
    { room: "components/x", key: "save", message: "Save" },
    { room: "components/x", key: "of", message: "{a} of {b}" },
  ]);
});

test("keys are found in every way in which code reads them", () => {
  const source = "say(texts.save, texts\n  .of({ a, b }), mytexts.other, texts[kind]);";
  expect(keysRead(source, "texts")).toEqual({ keys: ["save", "of"], isByValue: true });
});

test("every message is used", () => {
  expect(unusedMessages()).toEqual([]);
});

test("a message of several sentences ends with a full stop", () => {
  const wrong = allMessages().filter(
    ({ message }) => /[\p{L}\d”)}]\. [\p{Lu}“{]/u.test(message) && !/[.?:…}]$/.test(message),
  );
  expect(wrong).toEqual([]);
});

test("a kind is a VirtualService or a virtual service, and never a Virtual Service", () => {
  const wrong = allMessages().filter(({ message }) =>
    /\b(Virtual (Service|Cluster)|Destination Rule|Service Entr)/.test(message),
  );
  expect(wrong).toEqual([]);
});

test("each message parses with FormatJS, and has no straight quotes around words", () => {
  const wrong = allMessages().flatMap(({ room, key, message }) => {
    if (/(^|\s)"[^"]+"|\w'\w/.test(message)) return [`${room} ${key}: use “ ” and ’`];
    try {
      const oracle = new IntlMessageFormat(message, "en", undefined, { ignoreTag: true });
      const { text } = catalogue({ text: message }) as { text: unknown };
      const ours = (values: Record<string, unknown>) => (typeof text === "function" ? text(values) : text);
      const options = [...message.matchAll(/(?:^|[\s,])(\w+)\s*\{/g)].map(([, option]) => option);
      return [0, 1, 2, 1234, ...options].flatMap((value) => {
        // Every argument of a message gets the same value.
        const values = Object.fromEntries(
          [...message.matchAll(/\{\s*(\w+)/g)].map(([, name]) => [name, value]),
        );
        return ours(values) === oracle.format(values as never) ? [] : [`${room} ${key} with ${value}`];
      });
    } catch (thrown) {
      return [`${room} ${key}: ${thrown instanceof Error ? thrown.message : "invalid"}`];
    }
  });
  expect(wrong).toEqual([]);
});
