import { liveWithProcess } from "@/lib/server/panel";
import { readEnvironment } from "../environment";
import { startPanel } from "../panel";

/** The whole panel except its pages, also on the embedded database: tests run it as a separate process. */
await liveWithProcess(() => startPanel(readEnvironment()));
