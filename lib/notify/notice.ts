/** A notification as it goes out. */
export interface Notice {
  id: string;
  at: string;
  level: "info" | "success" | "warning" | "error";
  title: string;
  body: string;
  virtualCluster: string | null;
  /** Page of the panel, from its root; null where there is none. */
  link: string | null;
}

/** The key-value settings of a virtual cluster, secret ones included. Never logged. */
export type NotifySettings = Readonly<Record<string, string | undefined>>;

/** One message to be sent: what every sink makes of a notice. */
export interface Delivery {
  url: string;
  body: string;
  headers: Record<string, string>;
}

/** Where notices go, as data. A new one is a file with such a definition and a line in the registry. */
export interface SinkDefinition {
  id: string;
  title: string;
  configured(settings: NotifySettings): boolean;
  deliveryOf(notice: Notice, settings: NotifySettings, now: Date): Delivery;
}
