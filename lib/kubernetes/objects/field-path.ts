import { isRecord } from "@/lib/kubernetes/client/reply";

/**
 * Reads a field as the API server writes it in an error: `spec.servers[0].port`, `.metadata.labels.app`,
 * `.spec.ports[port=80,protocol="TCP"].name`, `metadata.annotations[lamia.dev/x]`. An entry of a keyed list is
 * looked up in the object.
 */
export function fieldPath(field: string, object: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let value = object;
  let rest = field.replace(/^\./, "");
  while (rest !== "") {
    const bracket = /^\[([^\]]*)\]\.?/.exec(rest);
    const [name = "", length] = bracket ? [bracket[1], bracket[0].length] : nextName(rest, value);
    const step = bracket ? bracketStep(name, value) : name;
    if (step === null) return path;
    path.push(step);
    value = Array.isArray(value) ? value[Number(step)] : isRecord(value) ? value[step] : undefined;
    rest = rest.slice(length);
  }
  return path;
}

/** A name may hold dots, as a label's does: the longest one that the object has counts. */
function nextName(rest: string, value: unknown): [string, number] {
  if (isRecord(value)) {
    const known = Object.keys(value)
      .filter(
        (key) => key !== "" && (rest === key || rest.startsWith(`${key}.`) || rest.startsWith(`${key}[`)),
      )
      .sort((one, other) => other.length - one.length)[0];
    if (known !== undefined) return [known, known.length + (rest[known.length] === "." ? 1 : 0)];
  }
  const name = /^[^.[]+/.exec(rest)?.[0] ?? rest;
  return [name, Math.max(1, name.length + (rest[name.length] === "." ? 1 : 0))];
}

function bracketStep(text: string, value: unknown): string | number | null {
  if (/^\d+$/.test(text)) return Number(text);
  if (!Array.isArray(value)) return text;
  const wanted = text.startsWith("=")
    ? null
    : text.split(/,(?=[\w.]+=)/).map((part) => part.split(/=(.*)/s).slice(0, 2) as [string, string]);
  const index = value.findIndex((item) =>
    wanted === null
      ? JSON.stringify(item) === text.slice(1)
      : isRecord(item) && wanted.every(([key, json]) => keyText(item, key) === json),
  );
  return index < 0 ? null : index;
}

function keyText(item: Record<string, unknown>, key: string): string {
  return JSON.stringify(item[key] ?? (key === "protocol" ? "TCP" : null));
}
