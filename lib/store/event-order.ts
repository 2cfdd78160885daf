/** What events can be sorted by. */
export type EventColumn = "at" | "level" | "type" | "virtualCluster" | "gateway" | "host";

export interface EventOrder {
  column: EventColumn;
  direction: "asc" | "desc";
}

/** Newest first. */
export const usualOrder: EventOrder = { column: "at", direction: "desc" };

/** As texts, in the order of their bytes on every backend; what an event does not have comes before all others. */
const expressions: Readonly<Record<Exclude<EventColumn, "at">, string>> = {
  // The worst first.
  level: "array_position(ARRAY['error', 'warning', 'success', 'info'], level)::text",
  type: "type",
  virtualCluster: "coalesce(virtual_cluster, '')",
  gateway: "coalesce(gateway, '')",
  host: "coalesce(host, '')",
};

export interface OrderSql {
  /** The value that the row is sorted by; its id is what decides between rows that are alike. */
  value: string;
  orderBy: string;
  /** Holds for the rows after the one of this value and id; `given` makes a parameter of what the condition names. */
  after(value: string, id: string, given: (value: string) => string): string;
}

/** Ids grow with time: by time is by id, and events that are alike otherwise stand newest first. */
export function orderSql({ column, direction }: EventOrder): OrderSql {
  const beyond = direction === "asc" ? ">" : "<";
  if (column === "at")
    return {
      value: "''",
      orderBy: `event.id ${direction}`,
      after: (_, id, given) => `event.id ${beyond} ${given(id)}::bigint`,
    };
  const value = `(${expressions[column]}) COLLATE "C"`;
  return {
    value,
    orderBy: `${value} ${direction}, event.id DESC`,
    after(last, id, given) {
      const text = `${given(last)}::text`;
      return `(${value} ${beyond} ${text} OR (${value} = ${text} AND event.id < ${given(id)}::bigint))`;
    },
  };
}
