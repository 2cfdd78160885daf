import type { Random } from "@/lib/testing/random";

/** Texts that programs stumble over. */
export const oddTexts: readonly string[] = [
  ...["", " ", "\0", "a\0b", "\ufffe\uffff", "\ud800", "\udc00x", "\u202e\u0007", "\u2028", "💥".repeat(40)],
  ...["constructor", "__proto__", "prototype", "toString", "hasOwnProperty", "valueOf", "length", "then"],
  ...["..", "../../kube-system", "/etc/passwd", "file:///etc/passwd", "http://169.254.169.254/latest"],
  ...["' OR 1=1 --", "%_\\", "$(id)", "{{7*7}}", "<script>alert(1)</script>", "\r\nx-evil: 1"],
  ...["-1", "1e400", "NaN", "0x10", "9".repeat(400), "18446744073709551616", "1".repeat(4000)],
  ...["true", "null", "{}", "[]", "2026-13-45T99:99:99Z", "(a+)+$", "*.", ".", "xn--", "a".repeat(64)],
  ...["İ", "ß".repeat(200), "ﬃ", "e\u0301".repeat(100), "\ufeffname", "٣", "🏳️‍🌈"],
  "kind: &a [*a, *a]\n",
  "a: &x {b: &y [1]}\n<<: *x",
];

const oddValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, 5e-324, 2 ** 53, -(2 ** 63), [], {}, [[]], [null], ""],
  { length: 1e9 },
  JSON.parse(`{"then":"x"}`),
  { toString: null, valueOf: 1 },
  // As JSON has it: a property of its own.
  JSON.parse('{"__proto__":{"polluted":true}}'),
  { constructor: { prototype: { polluted: true } } },
  Array.from({ length: 2000 }, (_, at) => at),
  Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, at])),
];

export function oddValue(random: Random): unknown {
  if (random.chance(0.1)) return nested(random.pick([20, 90, 101, 400]), random.chance(0.5));
  return random.chance(0.5) ? random.pick(oddTexts) : random.pick(oddValues);
}

function nested(depth: number, isList: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = isList ? [value] : { a: value };
  return value;
}

/** The value with something in it replaced, removed, added, or doubled. */
export function mutated(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.chance(0.15)) return oddValue(random);
  if (Array.isArray(value)) {
    const at = random.int(value.length + 1);
    if (value.length === 0 || random.chance(0.3)) return value.toSpliced(at, 0, oddValue(random));
    if (random.chance(0.2)) return value.flatMap((each) => [each, each]);
    return value.map((each, index) => (index === at % value.length ? mutated(random, each) : each));
  }
  const entries = Object.entries(value);
  const at = random.int(entries.length);
  if (entries.length === 0 || random.chance(0.2))
    return Object.fromEntries([...entries, [random.pick(oddTexts), oddValue(random)]]);
  if (random.chance(0.2)) return Object.fromEntries(entries.toSpliced(at, 1));
  return Object.fromEntries(
    entries.map(([key, each], index) => [key, index === at ? mutated(random, each) : each]),
  );
}

/** A body that isn't what JSON of an object looks like. */
export function oddBody(random: Random): Buffer {
  const text = () => Buffer.from(JSON.stringify({ name: "x", text: random.pick(oddTexts) }));
  return random.pick<() => Buffer>([
    () => Buffer.alloc(0),
    () => Buffer.from("[".repeat(5000)),
    () => Buffer.from('{"a":'.repeat(3000)),
    () => Buffer.from(`${"[".repeat(101)}${"]".repeat(101)}`),
    () => Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
    () => Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text()]),
    () => text().subarray(0, -1 - random.int(5)),
    () => Buffer.concat([text(), text()]),
    () => Buffer.from('{"a":1,"a":2,"__proto__":{"polluted":1}}'),
    () => Buffer.from('"\\ud800"'),
    () => Buffer.from("1e999"),
    () => Buffer.from("name=x&token=y"),
    () => Buffer.alloc(17 * 1024, " "),
    () => Buffer.from(JSON.stringify("x".repeat(300_000))),
    () => Buffer.alloc(2 * 1024 * 1024 + 1, "["),
  ])();
}

/** A path that may lead elsewhere, or nowhere. */
export function oddPath(random: Random, path: string): string {
  return random.pick<() => string>([
    () => path.replace("/api/v1", "/api//v1"),
    () => `${path}/`,
    () => `${path}/..`,
    () => path.replace(/\/([^/]*)$/, "/./$1"),
    () => path.replace(/\/([^/]*)$/, "/%2e%2e/$1"),
    () => `${path}%00`,
    () => `${path}%ff%fe`,
    () => `${path}%`,
    () => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    () => path.toUpperCase(),
    () => `http://evil.test${path}`,
    () => `//evil.test${path}`,
    () => `${path};v=1`,
    () => `${path}/${"a/".repeat(500)}`,
    () => `${path}/${"%F0%9F%92%A5".repeat(200)}`,
    () => path.replace(/[^/]+$/, "__proto__"),
    () => path.replace(/[^/]+$/, "..%2f..%2fsecrets"),
    () => "*",
    () => "/",
    () => "/_next/static/../../package.json",
    () => "/api/v1/openapi.json/x",
    () => "/sign-in?next=//evil.test",
  ])();
}

/** Headers that a proxy, a browser, or an attacker may send. */
export function oddHeader(random: Random): [string, string] {
  return random.pick<[string, string]>([
    [
      "content-type",
      random.pick([
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "a/b;;",
        "",
        "application/json; charset=utf-16",
      ]),
    ],
    ["content-encoding", "gzip"],
    ["accept", random.pick(["text/event-stream", "text/html", "*/*;q=0", "\u00e9", "x".repeat(3000)])],
    ["accept-language", "x".repeat(2000)],
    ["accept-encoding", "gzip;q=1.0, *;q=0"],
    ["origin", random.pick(["https://evil.test", "null", "http://127.0.0.1", "://"])],
    ["sec-fetch-site", random.pick(["cross-site", "same-origin", "x"])],
    ["host", random.pick(["evil.test", "[::1", "a b", "127.0.0.1:99999", "x".repeat(500)])],
    ["x-forwarded-for", random.pick(["::1, x", "999.1.1.1", ",,,", "a".repeat(2000)])],
    ["x-forwarded-proto", random.pick(["https", "javascript", "https,http"])],
    ["x-forwarded-host", "evil.test"],
    ["x-lamia-client", "1.2.3.4"],
    ["x-http-method-override", "DELETE"],
    ["x-middleware-subrequest", "middleware:middleware:middleware"],
    ["x-nextjs-data", "1"],
    ["rsc", "1"],
    ["next-router-state-tree", random.pick(["%5B%22", "[]", "x"])],
    ["next-router-prefetch", "1"],
    ["next-action", "0".repeat(40)],
    [
      "cookie",
      random.pick([
        "lamia_user=",
        "lamia_session=1.x",
        "lamia_user=%00; lamia_user=b",
        "=;;=",
        `a=${"b".repeat(4000)}`,
      ]),
    ],
    [
      "authorization",
      random.pick(["Bearer", "Bearer x", "Basic Og==", "Bearer lamia_x", `Bearer ${"z".repeat(5000)}`]),
    ],
    ["if-none-match", "*"],
    ["range", "bytes=0-0,1-1,-1"],
    ["expect", "200-maybe"],
    ["upgrade", random.pick(["websocket", "h2c"])],
    ["te", "trailers, deflate;q=0.5"],
    ["transfer-encoding", "gzip, chunked"],
    ["content-length", random.pick(["-1", "1e3", "99999999999999999999", "0, 5"])],
  ]);
}
