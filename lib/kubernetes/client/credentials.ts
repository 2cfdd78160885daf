import { createHash } from "node:crypto";
import { getCACertificates } from "node:tls";
import { HttpMethod, KubeConfig, RequestContext } from "@kubernetes/client-node";
import { Failure } from "@/lib/gateway/failure";
import { texts } from "../texts";

export interface ConnectOptions {
  /** Path of a kubeconfig, or several joined by `:`. If not set, the Pod's ServiceAccount is used. */
  kubeconfigFile?: string | undefined;
}

export type Dispatcher = NonNullable<ReturnType<RequestContext["getDispatcher"]>>;

export interface Access {
  headers: Record<string, string>;
  dispatcher: Dispatcher;
}

export interface Credentials {
  server: URL;
  /** The headers and the connection pool to use now. */
  access(): Promise<Access>;
  /**
   * Forgets the headers, so that the next call asks the kubeconfig's user again; false if that has just happened.
   */
  renew(): boolean;
}

/** Tokens of ServiceAccounts and exec plugins rotate; client-go also reads them again every minute. */
const freshForMs = 60_000;

/**
 * Loads the kubeconfig once. The library's own `applySecurityAuthentication` creates a new connection pool on each
 * call, which costs a TLS handshake for each request. Here one pool lives as long as its certificates don't change.
 */
export function loadCredentials(options: ConnectOptions): Credentials {
  const config = loadConfig(options);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw unconfigured(texts.noCurrentCluster, undefined);
  const server = new URL(cluster.server);
  let pool: { dispatcher: Dispatcher; fingerprint: string } | null = null;
  let current: { access: Promise<Access>; since: number } | null = null;

  async function ask(): Promise<Access> {
    try {
      const tls: Parameters<KubeConfig["applyToHTTPSOptions"]>[0] = {};
      await config.applyToHTTPSOptions(tls);
      const fingerprint = createHash("sha256").update(`${tls.ca}\n${tls.cert}\n${tls.key}`).digest("hex");
      const context = new RequestContext(cluster?.server ?? "", HttpMethod.GET);
      await config.applySecurityAuthentication(context);
      const dispatcher = context.getDispatcher();
      if (!dispatcher) throw new Error("no dispatcher");
      if (pool?.fingerprint !== fingerprint) {
        // Pending requests finish on the old pool.
        void pool?.dispatcher.close();
        pool = { dispatcher, fingerprint };
      }
      return { headers: context.getHeaders(), dispatcher: pool.dispatcher };
    } catch (thrown) {
      current = null;
      throw unconfigured(texts.credentialsUnreadable, thrown);
    }
  }

  return {
    server,
    access() {
      const now = performance.now();
      if (!current || now - current.since > freshForMs) current = { access: ask(), since: now };
      return current.access;
    },
    renew() {
      if (current && performance.now() - current.since < 1000) return false;
      current = null;
      return true;
    },
  };
}

function loadConfig({ kubeconfigFile }: ConnectOptions): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfigFile === undefined) {
      config.loadFromCluster();
    } else {
      const [first = "", ...others] = kubeconfigFile.split(":").filter((file) => file !== "");
      config.loadFromFile(first);
      for (const file of others) {
        const next = new KubeConfig();
        next.loadFromFile(file);
        config.mergeConfig(next, true);
      }
    }
    const cluster = config.getCurrentCluster();
    // Without a CA in the kubeconfig, the library would return no pool at all. These are the CAs that Node trusts
    // anyway.
    if (cluster && !cluster.caData && !cluster.caFile && !cluster.skipTLSVerify) {
      const trusted = Buffer.from(getCACertificates("default").join("\n")).toString("base64");
      config.clusters = config.clusters.map((each) =>
        each === cluster ? { ...each, caData: trusted } : each,
      );
    }
    // The library builds the address from variables that only a Pod has, whether they are set or not.
    const isPod = kubeconfigFile !== undefined || !cluster?.server.includes("undefined");
    if (!cluster || !isPod) throw new Error("no server");
    return config;
  } catch (thrown) {
    throw unconfigured(
      kubeconfigFile === undefined
        ? texts.noKubeconfig
        : texts.kubeconfigUnreadable({ file: kubeconfigFile }),
      thrown,
    );
  }
}

/** The library's error may quote the file with its token, so it isn't the cause. */
function unconfigured(message: string, thrown: unknown): Failure {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : undefined;
  return new Failure("unconfigured", message, {
    remedy: texts.setKubeconfig,
    ...(code === undefined ? {} : { cause: { code } }),
  });
}
