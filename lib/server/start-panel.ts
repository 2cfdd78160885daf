import { liveWithProcess } from "./live-with-process";
import { getRuntime } from "./runtime";

/** Starts the runtime of the web process, whose pages share it. The start script keeps Next from exiting first. */
export function startPanel(): Promise<void> {
  return liveWithProcess(getRuntime);
}
