const token = /\s*(?:[{}[\],:]|"(?:[^"\\\p{Cc}]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/**
 * Where a text stops being JSON, in words, e.g. "line 3, column 14"; null when it is JSON. The parser's own message
 * is of no use: it quotes the text, which may be a key, and does not always say where.
 */
export function jsonMistake(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    const [, stated] = /at position (\d+)/.exec(thrown instanceof Error ? thrown.message : "") ?? [];
    const before = text.slice(0, stated === undefined ? firstNonToken(text) : Number(stated));
    const lines = before.split("\n");
    return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
  }
}

function firstNonToken(text: string): number {
  token.lastIndex = 0;
  let end = 0;
  while (token.test(text)) end = token.lastIndex;
  return end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
}
