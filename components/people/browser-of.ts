/** From more to less particular, because browsers claim to be their predecessors. */
const browsers = [
  ["Edge", /\bEdg(?:A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\bFirefox\/|\bFxiOS\//],
  ["Chrome", /\bChrome\/|\bCriOS\/|\bHeadlessChrome\//],
  ["Safari", /\bSafari\//],
] as const;

const systems = [
  ["iOS", /\b(?:iPhone|iPad)\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** "Firefox, Linux"; a text that names neither browser nor system is shortened. Null without a text. */
export function browserOf(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const found = [browsers, systems].flatMap((table) => {
    const row = table.find(([, pattern]) => pattern.test(userAgent));
    return row ? [row[0]] : [];
  });
  return found.length > 0 ? found.join(", ") : userAgent.slice(0, 40);
}
