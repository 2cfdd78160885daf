import { listenAddress, readEnvironment } from "@/lib/server/environment";

/** Where the web server is to listen. Settings that cannot be used end the process, with what is wrong and no trace. */
export function listenSettings(): { address: string; port: string } {
  try {
    const environment = readEnvironment();
    return { address: listenAddress(environment), port: String(environment.PORT) };
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exit(1);
  }
}
