import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..", "..");

/** A message of a catalogue, as written. */
export interface Message {
  /** The folder of the catalogue, such as `components/gateway`. */
  room: string;
  key: string;
  message: string;
}

/** All messages of all catalogues, that is, of the project's `texts.ts` files and the like (`key-texts.ts`). */
export function allMessages(): Message[] {
  return sourceFiles()
    .filter(isCatalogue)
    .flatMap((file) => messagesOf(roomOf(file), readFileSync(join(root, file), "utf8")));
}

/** The messages that no code shows, as `room key`. A key that only tests use counts as unused. */
export function unusedMessages(): string[] {
  const files = sourceFiles();
  const catalogues = new Set(files.filter(isCatalogue));
  const code = files
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.contract\.|\/testing\//.test(file))
    .map((file) => ({ file, source: readFileSync(join(root, file), "utf8") }));
  const used = new Map([...catalogues].map((file) => [file, new Set<string>()]));
  const chosenByValue = new Set<string>();
  for (const { file, source } of code)
    for (const { from, name } of catalogueImports(file, source, catalogues)) {
      const { keys, isByValue } = keysRead(source, name);
      for (const key of keys) used.get(from)?.add(key);
      if (isByValue) chosenByValue.add(from);
    }
  const words = new Set(
    code.flatMap(({ file, source }) =>
      catalogues.has(file)
        ? []
        : [...source.matchAll(/"(\w+)"|\b(\w+):/g)].map(([, word, key]) => word ?? key),
    ),
  );
  return [...catalogues].flatMap((file) =>
    messagesOf(roomOf(file), readFileSync(join(root, file), "utf8"))
      .filter(({ key }) => !used.get(file)?.has(key) && !(chosenByValue.has(file) && words.has(key)))
      .map(({ room, key }) => `${room} ${key}`),
  );
}

/** The keys that a module reads from the catalogue that it calls `name`; `isByValue` if it also computes keys. */
export function keysRead(source: string, name: string): { keys: string[]; isByValue: boolean } {
  const keys = [...source.matchAll(new RegExp(`\\b${name}\\s*\\.\\s*(\\w+)`, "g"))].map(
    ([, key]) => key as string,
  );
  return { keys, isByValue: new RegExp(`\\b${name}\\s*\\[`).test(source) };
}

function sourceFiles(): string[] {
  return execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "app", "components", "lib"],
    { cwd: root, encoding: "utf8" },
  )
    .split("\n")
    .filter((file) => file !== "" && existsSync(join(root, file)));
}

const isCatalogue = (file: string) => /[/-]texts\.ts$/.test(file);

const roomOf = (file: string) => file.replace(/\/texts\.ts$|\.ts$/, "");

function catalogueImports(file: string, source: string, catalogues: ReadonlySet<string>) {
  return [...source.matchAll(/import \{([^}]*)\} from "([^"]*texts)"/g)].flatMap(
    ([, names = "", path = ""]) => {
      const from = `${path.startsWith("@/") ? path.slice(2) : join(dirname(file), path)}.ts`;
      if (!catalogues.has(from)) return [];
      return names
        .split(",")
        .map((each) => ({ from, name: each.trim().split(" as ").at(-1) as string }))
        .filter(({ name }) => name !== "");
    },
  );
}

export function messagesOf(room: string, source: string): Message[] {
  const found: Message[] = [];
  function visit(node: ts.Node): void {
    if (ts.isCallExpression(node) && node.expression.getText() === "catalogue")
      for (const property of node.arguments.flatMap((each) =>
        ts.isObjectLiteralExpression(each) ? [...each.properties] : [],
      )) {
        if (!ts.isPropertyAssignment(property) || !ts.isStringLiteralLike(property.initializer))
          throw new Error(`${room}/texts.ts: "${property.getText()}" is not a message`);
        found.push({ room, key: property.name.getText(), message: property.initializer.text });
      }
    ts.forEachChild(node, visit);
  }
  visit(ts.createSourceFile("texts.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}
