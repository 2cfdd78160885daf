import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** Luminance (WCAG 2.2, relative luminance) of `oklch(L C H)`, by Ottosson's matrices. */
function luminance(color: string): number {
  const parts = /oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/.exec(color);
  if (!parts) throw new Error(`not an opaque oklch colour: ${color}`);
  const [lightness, chroma, hue] = parts.slice(1).map(Number) as [number, number, number];
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function tokensOf(selector: string): (name: string) => string {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  const found = new Map(
    [...block.matchAll(/--([\w-]+): ([^;]+);/g)].map((match) => [match[1], match[2] ?? ""]),
  );
  return (name) => {
    const value = found.get(name);
    if (!value) throw new Error(`${selector} has no token --${name}`);
    return value;
  };
}

const states = ["done", "waiting", "blocked", "failed", "running"];
const surfaces = ["canvas", "surface", "raised", "sunken"];
const pairs: [string, string][] = [
  ...["ink", "muted", "subtle", "accent-ink", ...states].flatMap((text) =>
    surfaces.map((surface): [string, string] => [text, surface]),
  ),
  ...["ink", "muted"].flatMap((text) =>
    ["hover", "selected"].map((ground): [string, string] => [text, ground]),
  ),
  ...states.flatMap((state): [string, string][] => [
    [state, `${state}-soft`],
    ["ink", `${state}-soft`],
    ["muted", `${state}-soft`],
  ]),
  ["subtle", "hover"],
  ["accent-ink", "accent-soft"],
  ...["accent", "accent-hover", "danger", "danger-hover"].map((ground): [string, string] => [
    "on-accent",
    ground,
  ]),
];

describe.each([":root", ".dark"])("%s", (selector) => {
  const token = tokensOf(selector);
  test.each(pairs)("text in %s is readable on %s", (text, ground) => {
    const [light, dark] = [luminance(token(text)), luminance(token(ground))].sort((a, b) => b - a) as [
      number,
      number,
    ];
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});
