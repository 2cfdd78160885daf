import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../environment";
import type { Log } from "../log";
import type { Stream } from "../stream";
import type { Definitions } from "./definitions";
import { type Installer, istioVersions } from "./installer";

const lookEveryInMs = 1500;

/** Istio's installation in the cluster, watched while it runs. */
export interface FollowedInstaller extends Installer {
  close(): void;
}

interface Parts {
  installer: Installer;
  definitions: Pick<Definitions, "current" | "refresh" | "onChange">;
  stream: Pick<Stream, "changed">;
  environment: Pick<Environment, "LAMIA_ISTIO_INSTALL">;
  log: Log;
}

/**
 * Watches an installation while it runs, so that pages follow its log and its permissions end with it. If
 * configured, installs missing parts without asking.
 */
export function followInstaller({
  installer,
  definitions,
  stream,
  environment,
  log,
}: Parts): FollowedInstaller {
  const stop = new AbortController();
  let isFollowed = false;

  async function follow(): Promise<void> {
    if (isFollowed) return;
    isFollowed = true;
    try {
      for (;;) {
        const { state } = await installer.state();
        stream.changed("istio");
        if (state !== "starting" && state !== "running") return;
        await sleep(lookEveryInMs, undefined, { signal: stop.signal });
      }
    } catch (err) {
      if (!stop.signal.aborted) log.warn({ err }, "the installation of Istio could not be followed");
    } finally {
      isFollowed = false;
      if (!stop.signal.aborted) await definitions.refresh();
    }
  }

  async function install(version: string): Promise<boolean> {
    const isStarted = await installer.install(version);
    void follow();
    return isStarted;
  }

  async function installIfMissing(): Promise<void> {
    if (environment.LAMIA_ISTIO_INSTALL !== "automatic" || stop.signal.aborted) return;
    const missing = definitions.current()?.some(({ needed, present }) => needed && !present) ?? false;
    if (!missing) return;
    try {
      const { state } = await installer.state();
      // After a failure, an admin has to look at it.
      if (state === "none") await install(istioVersions[0].version);
    } catch (err) {
      log.warn({ err }, "Istio could not be installed");
    }
  }

  const unsubscribe = definitions.onChange(() => void installIfMissing());
  void installIfMissing();

  return {
    state: installer.state,
    install,
    close() {
      unsubscribe();
      stop.abort();
    },
  };
}
