import { asFailure, Failure } from "@/lib/gateway/failure";
import { readEnvironment } from "../environment";
import { audit } from "./audit";
import { backUp, restore } from "./backup";
import { seal } from "./seal";
import { supportBundle } from "./support-bundle";
import { texts } from "./texts";

/** `npm run lamia -- COMMAND`: what an administrator does with the settings of the panel, and without its pages. */
const commands: Record<
  string,
  (words: string[], environment: ReturnType<typeof readEnvironment>) => Promise<void>
> = { audit, backup: backUp, restore, seal, "support-bundle": supportBundle };

const [command = "", ...words] = process.argv.slice(2);
try {
  const run = commands[command];
  if (!run) throw new Failure("rejected", texts.usage);
  await run(words, readEnvironment());
} catch (thrown) {
  const isOurs = thrown instanceof Failure || !(thrown instanceof Error);
  const { message, remedy } = isOurs ? asFailure(thrown) : { message: thrown.message, remedy: undefined };
  console.error(remedy === undefined ? message : `${message}\n${remedy}`);
  process.exitCode = 1;
}
