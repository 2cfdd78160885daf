import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../environment";
import type { Log } from "../log";
import type { Stream } from "../stream";
import type { Definitions } from "./definitions";
import type { Installer } from "./installer";
import { istioVersions } from "./versions";

const lookEveryInMs = 1500;

export interface Installation extends Installer {
  /** Installs what is missing where the setting says so; asks the cluster first what there is. */
  installIfMissing(): Promise<void>;
  close(): void;
}

interface Parts {
  installer: Installer;
  definitions: Pick<Definitions, "current" | "refresh">;
  stream: Pick<Stream, "changed">;
  environment: Pick<Environment, "LAMIA_ISTIO_INSTALL">;
  log: Log;
}

/** Watches an installation while it is under way, so that pages follow its log and its rights end with it. */
export function followInstallation({
  installer,
  definitions,
  stream,
  environment,
  log,
}: Parts): Installation {
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

  return {
    state: installer.state,
    install,
    async installIfMissing() {
      if (environment.LAMIA_ISTIO_INSTALL !== "automatic" || stop.signal.aborted) return;
      const missing = definitions.current()?.some(({ needed, present }) => needed && !present) ?? false;
      if (!missing) return;
      try {
        const { state } = await installer.state();
        // What has failed once is for a person to look at.
        if (state === "none") await install(istioVersions[0].version);
      } catch (err) {
        log.warn({ err }, "Istio could not be installed");
      }
    },
    close: () => stop.abort(),
  };
}
