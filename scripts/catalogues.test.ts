import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { allMessages, messagesOf } from "./catalogues";

test("messages are read from a catalogue as they are written", () => {
  const source = `export const texts = catalogue({ save: "Save", of: "{a} of {b}" });`;
  expect(messagesOf("components/x", source)).toEqual([
    { room: "components/x", key: "save", message: "Save" },
    { room: "components/x", key: "of", message: "{a} of {b}" },
  ]);
});

test("each message is valid ICU, and has no straight quotes around words", () => {
  const wrong = allMessages().flatMap(({ room, key, message }) => {
    try {
      new IntlMessageFormat(message, "en", undefined, { ignoreTag: true });
      return /(^|\s)"[^"]+"|\w'\w/.test(message) ? [`${room} ${key}: use “ ” and ’`] : [];
    } catch (thrown) {
      return [`${room} ${key}: ${thrown instanceof Error ? thrown.message : "invalid"}`];
    }
  });
  expect(wrong).toEqual([]);
});
