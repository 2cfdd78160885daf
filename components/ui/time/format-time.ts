import { texts } from "./texts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The two largest units of a duration in milliseconds: "12 s", "2 min 05 s", "3 h 12 min", "4 d 3 h"; never below
 * "0 s".
 */
export function formatSpan(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  const seconds = Math.ceil(span / second);
  if (seconds < 60) return `${seconds} s`;
  if (span < hour - second)
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  const minutes = Math.ceil(span / minute);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  const hours = Math.ceil(span / hour);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/**
 * Largest first; `from` is the minimum when a unit starts later than at its own size: "in 59 days", not "next
 * month".
 */
const units: readonly {
  unit: "year" | "month" | "day" | "hour" | "minute" | "second";
  size: number;
  from?: number;
}[] = [
  { unit: "year", size: 365 * day },
  { unit: "month", size: 30 * day, from: 100 * day },
  { unit: "day", size: day },
  { unit: "hour", size: hour },
  { unit: "minute", size: minute },
  { unit: "second", size: second },
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/**
 * "just now" within 5 s of `now`, else the largest whole unit: "3 minutes ago", "in 59 days". Both in ms since
 * 1970.
 */
export function formatRelative(at: number, now: number): string {
  const distance = at - now;
  if (Math.abs(distance) < 5 * second) return texts.justNow;
  const found = units.find(({ size, from = size }) => Math.abs(distance) >= from);
  const { unit, size } = found ?? { unit: "second", size: second };
  return relative.format(Math.trunc(distance / size), unit);
}

const styles = {
  absolute: {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  },
  time: { hour: "2-digit", minute: "2-digit" },
  date: { day: "numeric", month: "short", year: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Creating a formatter costs a hundred times as much as using it, and lists have many times.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(style: keyof typeof styles, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${style} ${timeZone}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...styles[style], ...(timeZone ? { timeZone } : {}) });
  formatters.set(key, made);
  return made;
}

/** Date, time and zone in full, e.g. "3 August 2026 at 14:05:09 CEST". `timeZone` defaults to the user's. */
export function formatAbsolute(at: number, timeZone?: string): string {
  return formatterOf("absolute", timeZone).format(at);
}

/** A short date, e.g. "3 Aug 2026". `timeZone` defaults to the user's. */
export function formatDate(at: number, timeZone?: string): string {
  return formatterOf("date", timeZone).format(at);
}

/** The time of day, with the date if it is another day, e.g. "14:03" or "3 Aug 2026, 14:03". In the user's zone. */
export function formatTime(at: number, now: number = Date.now()): string {
  const time = formatterOf("time", undefined).format(at);
  return formatDate(at) === formatDate(now) ? time : `${formatDate(at)}, ${time}`;
}

/** Milliseconds since 1970 of a Date, an ISO 8601 text or a number; NaN if invalid. */
export function toMilliseconds(at: Date | string | number): number {
  return typeof at === "number" ? at : new Date(at).getTime();
}
