import { liveWithProcess } from "@/lib/server/panel";
import { readEnvironment } from "../environment";
import { startPanel } from "../panel";

/** All of the panel but its pages, on the embedded database as well: what tests run as a process of its own. */
await liveWithProcess(() => startPanel(readEnvironment()));
