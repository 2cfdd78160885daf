import type { ConditionResult, Span } from "./condition";

export interface Token extends Span {
  kind: "word" | "string" | "number" | "open" | "close" | "end";
  /** A word in small letters, a string without its quotes and escapes, or the digits of a number. */
  text: string;
}

/**
 * Splits a condition into tokens; the last one is `end`. In a string `\"` and `\\` are escapes; any other
 * backslash stands for itself, so that regular expressions can be written as they are.
 */
export function tokenize(text: string): ConditionResult<Token[]> {
  const tokens: Token[] = [];
  const pattern = /\s+|([A-Za-z][\w-]*)|(\d+)|([()])|(["'])/y;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) return unexpected(text, start);
    const [, word, digits, parenthesis, quote] = match;
    const end = pattern.lastIndex;
    if (word) tokens.push({ kind: "word", text: word.toLowerCase(), start, end });
    if (digits) tokens.push({ kind: "number", text: digits, start, end });
    if (parenthesis)
      tokens.push({ kind: parenthesis === "(" ? "open" : "close", text: parenthesis, start, end });
    if (quote) {
      const token = readString(text, start, quote);
      if (!token)
        return {
          ok: false,
          problem: { message: `The closing ${quote} is missing`, start, end: text.length },
        };
      tokens.push(token);
      pattern.lastIndex = token.end;
    }
  }
  tokens.push({ kind: "end", text: "", start: text.length, end: text.length });
  return { ok: true, value: tokens };
}

function readString(text: string, start: number, quote: string): Token | null {
  let value = "";
  for (let index = start + 1; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === quote) return { kind: "string", text: value, start, end: index + 1 };
    const next = text.charAt(index + 1);
    if (character === "\\" && (next === quote || next === "\\")) {
      value += next;
      index++;
    } else value += character;
  }
  return null;
}

function unexpected(text: string, start: number): ConditionResult<never> {
  const found = text.slice(start).match(/^\S+/)?.[0] ?? "";
  const message = `“${found}” is not understood; values stand in quotes, such as uri prefix "/service1"`;
  return { ok: false, problem: { message, start, end: start + found.length } };
}
