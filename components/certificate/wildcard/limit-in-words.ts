import { formatTime } from "@/components/ui/time/format-time";
import type { WildcardReview } from "@/lib/api/wildcard";
import { texts } from "./texts";

const weekInSeconds = 604_800;

/** “45 of 50 certificates used this week for example.com.”, and when the next one fits. */
export function limitInWords({
  of,
  used,
  limit,
  windowSeconds,
  freeAt,
}: NonNullable<WildcardReview["limit"]>): string {
  const days = Math.round(windowSeconds / 86_400);
  const count =
    windowSeconds === weekInSeconds
      ? texts.usedThisWeek({ used, limit, of })
      : texts.usedInDays({ used, limit, of, days });
  const next =
    freeAt === null
      ? texts.nextNow({ left: limit - used })
      : texts.nextAt({ time: formatTime(Date.parse(freeAt)) });
  return `${count} ${next} ${texts.needsOne}`;
}
