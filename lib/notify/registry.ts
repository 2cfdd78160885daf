import { notifyLevels } from "./keys";
import type { Notice, NotifySettings, SinkDefinition } from "./notice";
import { slack } from "./slack";
import { webhook } from "./webhook";

/** Every place that notices can go to. */
export const sinks: readonly SinkDefinition[] = [slack, webhook];

/** The sinks that are set up and that want notices of this level. */
export function sinksFor({ level }: Pick<Notice, "level">, settings: NotifySettings): SinkDefinition[] {
  const levels: readonly string[] = notifyLevels;
  const least = levels.indexOf(settings.notify_level ?? "info");
  if (levels.indexOf(level) < least) return [];
  return sinks.filter((sink) => sink.configured(settings));
}
