/**
 * How well an entry of the palette fits what is typed, 0 to 1; 0 leaves it out. Every word typed must be in it: letters
 * scattered over an entry, as the palette would take by itself, find too much.
 *
 * @param value the entry's words: heading, title, id
 * @param keywords more words that find it
 */
export function paletteScore(value: string, search: string, keywords: readonly string[] = []): number {
  const text = ` ${[value, ...keywords].join(" ").toLowerCase()}`;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  // The beginning of a word says more than its middle.
  const begun = words.filter((word) => text.includes(` ${word}`)).length;
  return words.length === 0 ? 1 : 0.5 + begun / words.length / 2;
}
