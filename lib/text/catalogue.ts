import { formatParts, type Locale, parseMessage } from "./icu-format";

/**
 * Visible texts are in catalogues, one per room (`texts.ts`), as ICU messages
 * (https://unicode-org.github.io/icu/userguide/format_parse/messages/). Code that shows a text gets it from the
 * catalogue, so that a second language only needs catalogues. English is the only one so far.
 */
const locale: Locale = { rules: new Intl.PluralRules("en"), numbers: new Intl.NumberFormat("en") };

type Head<Rest extends string> = Rest extends `${infer Name},${string}`
  ? Name extends `${infer Shorter}}${string}`
    ? Shorter
    : Name
  : Rest extends `${infer Name}}${string}`
    ? Name
    : never;

/** Content of braces that isn't a name is the branch of a plural or a select. */
type NameOnly<Text extends string> = Text extends "" | `${string}${" " | "#" | "{" | "’"}${string}`
  ? never
  : Text;

/** The names of a message's arguments. */
type Arguments<Message extends string> = Message extends `${string}{${infer Rest}`
  ? NameOnly<Head<Rest>> | Arguments<Rest>
  : never;

/** Fills in the values. If one of them is an object, such as a React element, returns the parts in order. */
export interface Fill<Name extends string> {
  (values: Record<Name, string | number>): string;
  <Part extends object>(values: Record<Name, string | number | Part>): (string | Part)[];
}

/** A message without arguments is its text; one with arguments is a function of them. */
export type Texts<Messages extends Record<string, string>> = {
  readonly [Key in keyof Messages]: [Arguments<Messages[Key]>] extends [never]
    ? string
    : Fill<Arguments<Messages[Key]>>;
};

/**
 * Creates the texts of a room from its messages. Parses each on first use.
 *
 * @throws SyntaxError on the first use of a message that isn't valid ICU; `npm test` uses each of them.
 */
export function catalogue<const Messages extends Record<string, string>>(
  messages: Messages,
): Texts<Messages> {
  const texts: Record<string, unknown> = {};
  for (const [key, message] of Object.entries(messages)) {
    if (/[{}]/.test(message)) texts[key] = filler(message);
    else texts[key] = message;
  }
  return texts as Texts<Messages>;
}

function filler(message: string) {
  let parts: ReturnType<typeof parseMessage> | undefined;
  return (values: Record<string, unknown>) => {
    parts ??= parseMessage(message);
    const filled = formatParts(parts, values, locale);
    return filled.every((part) => typeof part === "string") ? filled.join("") : filled;
  };
}
