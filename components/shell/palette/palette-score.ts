/**
 * How well an entry of the palette matches the typed text, 0 to 1; 0 excludes it. Every typed word must be in it:
 * the palette's default, letters scattered over an entry, finds too much.
 *
 * @param value the entry's words: heading, title, id
 * @param keywords more search terms
 */
export function paletteScore(value: string, search: string, keywords: readonly string[] = []): number {
  const text = ` ${[value, ...keywords].join(" ").toLowerCase()}`;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  // The beginning of a word scores higher than its middle.
  const begun = words.filter((word) => text.includes(` ${word}`)).length;
  return words.length === 0 ? 1 : 0.5 + begun / words.length / 2;
}
