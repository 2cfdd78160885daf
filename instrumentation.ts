/** Next calls this once when the server starts: the runner walks whether or not anybody looks. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ liveWithProcess }, { getPanel }] = await Promise.all([
    import("./lib/server/panel"),
    import("./lib/server/panel"),
  ]);
  await liveWithProcess(getPanel);
}
