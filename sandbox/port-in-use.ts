/**
 * Runs the start of one server and, when its port is taken, throws an Error that names the port and the way out.
 * @param what e.g. "the Kubernetes API"
 */
export async function orPortInUse<Started>(what: string, start: () => Promise<Started>): Promise<Started> {
  try {
    return await start();
  } catch (error) {
    const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
    if (code !== "EADDRINUSE") throw error;
    throw new Error(
      `Port ${port} on ${address} is in use, so the sandbox cannot start ${what} there. ` +
        "Stop what uses it (another sandbox?), or move all of the sandbox's ports by LAMIA_SANDBOX_PORT_BASE.",
      { cause: error },
    );
  }
}
