/** Next calls this once when the server starts: the runner walks whether or not anybody looks. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startPanel } = await import("./lib/server/start-panel");
  await startPanel();
}
