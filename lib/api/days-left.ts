/** A span of days until certificates end: more than `over` and at most `within`; null leaves that side open. */
export interface DaysLeftSpan {
  over: number | null;
  within: number | null;
}

/** Ends of the spans, in days; what ends later stands in the last one. */
const endsInDays = [0, 7, 14, 30, 60, 90];

/** The spans that certificates are counted in, those that have ended first; without a gap or an overlap. */
export const daysLeftSpans: readonly DaysLeftSpan[] = [...endsInDays, null].map((within, at) => ({
  over: endsInDays[at - 1] ?? null,
  within,
}));

/** What has ended, or does within a week. */
export const endingSoon: DaysLeftSpan = { over: null, within: 7 };
