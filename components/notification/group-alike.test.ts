import { expect, test } from "vitest";
import type { NotificationView } from "@/lib/api/event";
import { groupAlike, hostOf } from "./group-alike";

const start = Date.UTC(2026, 7, 3, 12);
const of = (
  id: number,
  title: string,
  body: string,
  rest: Partial<NotificationView> = {},
): NotificationView => ({
  id: String(id),
  at: new Date(start - id * 1_000).toISOString(),
  level: "success",
  title,
  body,
  link: "/",
  virtualCluster: null,
  readAt: null,
  ...rest,
});
const opened = (id: number, rest: Partial<NotificationView> = {}) =>
  of(id, `The site is open: shop-${id}.test`, `shop-${id}.test: It answers over HTTPS.`, rest);

test("forty with the same message about forty hosts are one group with forty names", () => {
  const [group, ...others] = groupAlike(Array.from({ length: 40 }, (_, index) => opened(index)));
  expect(others).toEqual([]);
  expect(group?.stem).toBe("The site is open");
  expect(new Set(group?.items.map(hostOf)).size).toBe(40);
});

test("one with another message, that is read, from another hour, or without a host stays alone", () => {
  const list = [
    opened(1),
    of(2, "The site is open: web.test", "web.test: It answers after a while."),
    opened(3, { readAt: new Date(start).toISOString() }),
    of(4, "Many hosts disappeared", "Confirm."),
    of(5, "Many hosts disappeared", "Confirm."),
    opened(6, { at: new Date(start - 2 * 3_600_000).toISOString() }),
  ];
  const groups = groupAlike(list);
  expect(groups.map(({ items }) => items.length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(groups.map(({ newest }) => newest.id)).toEqual(list.map(({ id }) => id));
});
