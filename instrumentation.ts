import { areProvided } from "./lib/server/http/handlers";

/**
 * Next calls this once when the server starts. The built panel's program has started everything by then; `npm run dev`
 * has no program, so the panel starts here.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || areProvided()) return;
  const { startWebProcess } = await import("./lib/server/web-process");
  await startWebProcess();
}
