import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  justNow: "just now",
  nextTryIn: "next try in",
  nextTryNow: "next try now",
  renewalOn: "renewal {date}",
  ended: "ended",
  lessThanADay: "less than a day left",
  daysLeft: "{count, plural, one {# day left} other {# days left}}",
});
