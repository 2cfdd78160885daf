import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..", "..");

/** A message of a catalogue, as written. */
export interface Message {
  /** The folder of the catalogue, such as `components/gateway`. */
  room: string;
  key: string;
  message: string;
}

/** All messages of all catalogues, that is, of the project's `texts.ts` files. */
export function allMessages(): Message[] {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*texts.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  return files
    .split("\n")
    .filter((file) => file.endsWith("/texts.ts"))
    .flatMap((file) =>
      messagesOf(file.slice(0, -"/texts.ts".length), readFileSync(join(root, file), "utf8")),
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
