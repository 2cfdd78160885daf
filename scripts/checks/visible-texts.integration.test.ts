import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { visibleTexts } from "./visible-texts";

const root = join(import.meta.dirname, "..", "..");

const textsOf = (source: string) => visibleTexts("part.tsx", source).map(({ text }) => text);

test("prose is visible anywhere, and single words in places that are shown", () => {
  expect(
    textsOf(`
      "use client";
      import { thing } from "some module here";
      const note = "The zone is not delegated yet.";
      const column = { id: "Name", header: "Name" };
      export const Part = () => (
        <Field label="Host" className="flex gap-2 text-muted" help={\`Up to \${max} characters\`}>
          Save <b>changes</b> {isNew ? "Create" : "Update it now"}
        </Field>
      );`),
  ).toEqual([
    "The zone is not delegated yet.",
    "Name",
    "Host",
    "Up to {} characters",
    "Save",
    "changes",
    "Create",
    "Update it now",
  ]);
});

test("texts for programs, developers and the log are not visible", () => {
  expect(
    textsOf(`
      log.error({ err }, "a listener failed badly");
      throw new Error("this cannot happen");
      const rows = await db.query("SELECT name FROM walk ORDER BY name");
      const classes = cn("flex items-center", isOpen && "text-muted hover:text-accent");
      const type: "a b" | "c d" = value;`),
  ).toEqual([]);
});

/** Texts that look visible but aren't: protocol formats, keys of other programs, sample code. */
const notForPeople: readonly RegExp[] = [
  /\bevent\.id\b|\bILIKE\b|::text AS |::jsonb ->>|^\((actor|action|digest) (=|IS) |^lamia listen$/, // SQL, and the name of a connection to PostgreSQL
  /^some validation rules were not checked$|^field not declared in schema$|cannot impersonate resource$/, // the API server’s words, looked for
  /^own namespace$/, // a value of a type
  /^lamia session \{\}$|^Bearer realm=|^: still here|^Lamia$/, // a cookie’s signature, headers, a comment in a stream, and our name
  /^request failed$/, // for the log
  /^openid profile email$/, // scopes of OIDC
  // A service's response: the cause of a failure that users see.
  /^(The CA|Google) answered \{\}/,
  /^apiVersion: v1\nkind: /, // documents to try an import with
  /^istioctl install$/, // a command to copy
  /^color-mix\(|^1px solid |^underline wavy /, // styles
  /^kubectl (annotate|patch|apply|-n) |^npm run demo$|^LAMIA_API_TOKEN$/, // commands to copy, the name of a setting
  // Negated groups as the builder keeps them, and the language of conditions.
  /^(not and|not or|or|not)$/,
  /^header "user-agent" regex /,
  /^ExternalName$/, // the value of a field
  /^(True|False)$|^istiod$|^istio-(system|ingressgateway)$/, // the status of a Kubernetes condition, names of objects
  /^(uri prefix|sni) "[^"]+"$/, // the language of conditions
];

test("each visible text is in a catalogue", () => {
  const files = execFileSync("git", ["ls-files", "app", "components", "lib"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter(
      (file) =>
        /\.tsx?$/.test(file) &&
        !/\.test\.|\.contract\.|\/testing\/|\/texts\.ts$|^lib\/(text|store\/generated)\//.test(file),
    );
  const outside = files.flatMap((file) =>
    visibleTexts(file, readFileSync(join(root, file), "utf8"))
      .filter(({ text }) => !notForPeople.some((pattern) => pattern.test(text)))
      .map(({ line, text }) => `${file}:${line} ${text}`),
  );
  expect(outside).toEqual([]);
}, 120_000);
