/**
 * ICU messages with arguments, `plural` and `select`: the part of the syntax that our catalogues use, in half a
 * kilobyte. FormatJS would add ten to the first page; `npm test` compares every message with FormatJS's result.
 * https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */
type Part = string | { argument: string } | Choice | typeof number;

interface Choice {
  argument: string;
  by: "plural" | "select";
  branches: ReadonlyMap<string, readonly Part[]>;
}

/** `#` in a branch of a plural. */
const number = Symbol("number");

/** Parses a message. Throws `SyntaxError` with the position in the message. */
export function parseMessage(message: string): readonly Part[] {
  let at = 0;

  function fail(expected: string): never {
    throw new SyntaxError(`"${message}" needs ${expected} at ${at}`);
  }
  function take(pattern: RegExp, expected: string): string {
    pattern.lastIndex = at;
    const found = pattern.exec(message);
    if (!found) fail(expected);
    at = pattern.lastIndex;
    return found[1] ?? "";
  }
  function parts(inPlural: boolean, isNested: boolean): Part[] {
    const found: Part[] = [];
    let text = "";
    const flush = () => {
      if (text) found.push(text);
      text = "";
    };
    while (at < message.length && message[at] !== "}") {
      const sign = message[at];
      if (sign === "{") {
        flush();
        at += 1;
        found.push(argument());
      } else if (sign === "#" && inPlural) {
        flush();
        found.push(number);
        at += 1;
      } else {
        text += sign;
        at += 1;
      }
    }
    flush();
    if (!isNested && at < message.length) fail("an opening brace before the closing one");
    return found;
  }
  function argument(): Part {
    const name = take(/\s*(\w+)\s*/y, "the name of an argument");
    if (message[at] === "}") {
      at += 1;
      return { argument: name };
    }
    const by = take(/,\s*(plural|select)\s*,\s*/y, "plural or select") as Choice["by"];
    const branches = new Map<string, readonly Part[]>();
    while (message[at] !== "}") {
      const key = take(/(=\d+|\w+)\s*\{/y, "a branch");
      branches.set(key, parts(by === "plural", true));
      take(/\}\s*/y, "the end of a branch");
    }
    at += 1;
    if (!branches.has("other")) fail("a branch “other”");
    return { argument: name, by, branches };
  }
  return parts(false, false);
}

export interface Locale {
  rules: Intl.PluralRules;
  numbers: Intl.NumberFormat;
}

/** The parts of a message with the values filled in; merges adjacent texts. Throws when a value is missing. */
export function formatParts(
  parts: readonly Part[],
  values: Readonly<Record<string, unknown>>,
  locale: Locale,
  count = 0,
): unknown[] {
  const found: unknown[] = [];
  const put = (value: unknown) => {
    const last = found.at(-1);
    if (typeof value === "object" && value !== null) found.push(value);
    else if (typeof last === "string") found[found.length - 1] = last + String(value);
    else found.push(String(value));
  };
  for (const part of parts) {
    if (typeof part === "string") put(part);
    else if (part === number) put(locale.numbers.format(count));
    else {
      const value = values[part.argument];
      if (value === undefined) throw new Error(`The message needs a value for ${part.argument}.`);
      if (!("by" in part)) put(value);
      else
        for (const each of formatParts(branchOf(part, value, locale), values, locale, Number(value)))
          put(each);
    }
  }
  return found;
}

function branchOf({ by, branches }: Choice, value: unknown, { rules }: Locale): readonly Part[] {
  const exact = by === "plural" ? branches.get(`=${value}`) : branches.get(String(value));
  const general = by === "plural" ? branches.get(rules.select(Number(value))) : undefined;
  return exact ?? general ?? branches.get("other") ?? [];
}
