import { mutated, oddBody, oddHeader, oddPath, oddTexts, oddValue } from "./hostile";
import { type Sampler, type Schema, sample } from "./sample";

/** What the fuzz knows of an operation, from the OpenAPI document. */
export interface Described {
  method: string;
  path: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  body: Schema | null;
}

/** Who sends requests, with the headers that prove it. */
export interface Sender {
  name: string;
  headers: Readonly<Record<string, string>>;
  /** Whether the headers are a session's, which the sender keeps. */
  isSession: boolean;
}

export interface Attempt {
  sender: string;
  method: string;
  /** As it stands in the request line. */
  target: string;
  headers: [string, string][];
  body: Buffer | null;
  /** How the end of the body is told. */
  framing: "length" | "chunked" | "broken";
}

interface Document {
  paths: Record<string, Record<string, { parameters?: Described["parameters"]; requestBody?: Body }>>;
}
interface Body {
  content: { "application/json": { schema: Schema } };
}

export function operationsOf({ paths }: Document): Described[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content["application/json"].schema ?? null,
    })),
  );
}

/** Routes besides the API. */
const pages = [
  "/",
  "/gateways",
  "/virtual-clusters/vamp-demo",
  "/sign-in",
  "/metrics",
  "/readyz",
  "/map",
  "/x/y",
];

/** One request: often right, often slightly wrong, and sometimes hostile throughout. */
export function attemptOf(
  sampler: Sampler,
  operations: readonly Described[],
  senders: readonly Sender[],
): Attempt {
  const { random } = sampler;
  const sender = random.pick(senders);
  // A session that signs out is one less for the requests after it.
  const isKept = ({ method, path }: Described) =>
    sender.isSession && method === "DELETE" && path === "/session";
  const operation = random.pick(operations.filter((each) => !isKept(each)));
  const isPage = random.chance(0.04);
  let method = isPage ? "GET" : operation.method;
  let target = isPage
    ? random.pick(pages)
    : `/api/v1${pathOf(sampler, operation)}${queryOf(sampler, operation)}`;
  const headers = Object.entries(sender.headers);
  // Behind the proxy that the panel trusts, each is a client of its own.
  headers.push(["x-forwarded-for", `10.${random.int(250)}.${random.int(250)}.${random.int(250)}`]);
  let body = isPage ? null : bodyOf(sampler, operation);
  if (body) headers.push(["content-type", "application/json"]);
  if (random.chance(0.7)) headers.push(["accept", "application/json"]);
  if (random.chance(0.08)) target = oddPath(random, target);
  if (random.chance(0.05))
    method = random.pick(["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "TRACE", "PROPFIND", "get"]);
  if (random.chance(0.03)) body = oddBody(random);
  for (let more = random.chance(0.15) ? 1 + random.int(3) : 0; more > 0; more -= 1) {
    const [name, value] = oddHeader(random);
    const at = headers.findIndex(([other]) => other === name);
    if (at >= 0) headers.splice(at, 1);
    headers.push([name, value]);
  }
  const framing = random.pick(["length", "length", "length", "chunked"] as const);
  const isBroken =
    (body !== null && random.chance(0.01)) ||
    headers.some(([name]) => name === "content-length" || name === "transfer-encoding");
  return { sender: sender.name, method, target, headers, body, framing: isBroken ? "broken" : framing };
}

function pathOf(sampler: Sampler, { path, parameters }: Described): string {
  const { random } = sampler;
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (random.chance(0.1)) return encodeURIComponent(random.pick(oddTexts).toWellFormed()) || "x";
    const schema = parameters.find((each) => each.in === "path" && each.name === name)?.schema ?? {};
    return encodeURIComponent(String(sample(sampler, schema, name))) || "x";
  });
}

function queryOf(sampler: Sampler, { parameters }: Described): string {
  const { random } = sampler;
  const pairs = parameters.flatMap(({ name, in: place, required, schema }): [string, string][] => {
    if (place !== "query" || !(required || random.chance(0.3))) return [];
    const value = random.chance(0.15) ? random.pick(oddTexts) : String(sample(sampler, schema, name));
    return random.chance(0.03)
      ? [
          [name, value],
          [name, "again"],
        ]
      : [[name, value]];
  });
  if (random.chance(0.05)) pairs.push([random.pick(oddTexts), random.pick(oddTexts)]);
  if (pairs.length === 0) return random.chance(0.01) ? "?%ff=%" : "";
  return `?${pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&")}`;
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

function bodyOf(sampler: Sampler, { body: schema, method }: Described): Buffer | null {
  const { random } = sampler;
  if (!schema) return method !== "GET" && random.chance(0.1) ? json(oddValue(random)) : null;
  let value = sample(sampler, schema);
  for (let changes = random.pick([0, 0, 1, 1, 2, 4]); changes > 0; changes -= 1)
    value = mutated(random, value);
  return random.chance(0.02) ? null : json(value);
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? "");
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A line for a shell that sends the same again, but for a broken framing. */
export function asCurl({ method, target, headers, body }: Attempt, origin: string): string {
  const bytes = body && (body.length > 4096 ? `# and ${body.length} bytes, see the seed` : shellBytes(body));
  return [
    `curl -sS -i --path-as-is -X ${quoted(method)} ${quoted(origin + target)}`,
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(bytes ? [bytes.startsWith("#") ? bytes : `--data-binary ${bytes}`] : []),
  ].join(" ");
}

function shellBytes(body: Buffer): string {
  const escaped = [...body].map((byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, "0")}`,
  );
  return `$'${escaped.join("")}'`;
}
