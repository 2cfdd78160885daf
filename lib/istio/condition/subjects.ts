export const operators = ["exact", "prefix", "regex", "present"] as const;
export type Operator = (typeof operators)[number];

export const routeProtocols = ["http", "tcp", "tls"] as const;
export type RouteProtocol = (typeof routeProtocols)[number];

/** What a condition can look at: the words of the language, and what the builder offers. */
export interface Subject {
  /** Keywords in the text, such as `source label`. */
  words: readonly [string] | readonly [string, string];
  label: string;
  /** Whether a name in quotes follows, and what it is called. */
  named?: string;
  operators: readonly Operator[];
  protocols: readonly RouteProtocol[];
  /** Whether Istio can match its absence (`withoutHeaders`). */
  negatable?: true;
  /** Whether the value is written as a number. */
  numeric?: true;
  /** Whether the value may be a list separated by commas. */
  list?: true;
  example: string;
}

const every = operators;
const text = ["exact", "prefix", "regex"] as const;
const one = ["exact"] as const;
const http = ["http"] as const;

export const subjects = {
  uri: { words: ["uri"], label: "Path", operators: text, protocols: http, example: "/service1" },
  header: {
    words: ["header"],
    label: "Header",
    named: "Header name",
    operators: every,
    protocols: http,
    negatable: true,
    example: "user-agent",
  },
  cookie: {
    words: ["cookie"],
    label: "Cookie",
    named: "Cookie name",
    operators: every,
    protocols: http,
    negatable: true,
    example: "user",
  },
  query: {
    words: ["query"],
    label: "Query parameter",
    named: "Parameter name",
    operators: every,
    protocols: http,
    example: "version",
  },
  method: { words: ["method"], label: "Method", operators: text, protocols: http, example: "GET" },
  authority: {
    words: ["authority"],
    label: "Authority (host)",
    operators: text,
    protocols: http,
    example: "shop.example.com",
  },
  scheme: { words: ["scheme"], label: "Scheme", operators: text, protocols: http, example: "https" },
  port: {
    words: ["port"],
    label: "Port",
    operators: one,
    protocols: routeProtocols,
    numeric: true,
    example: "8080",
  },
  sni: {
    words: ["sni"],
    label: "TLS server name",
    operators: one,
    protocols: ["tls"],
    list: true,
    example: "a.com",
  },
  destinationSubnet: {
    words: ["destination", "subnet"],
    label: "Destination subnet",
    operators: one,
    protocols: ["tcp", "tls"],
    list: true,
    example: "10.0.0.0/8",
  },
  sourceLabel: {
    words: ["source", "label"],
    label: "Label of the caller",
    named: "Label key",
    operators: one,
    protocols: routeProtocols,
    example: "app",
  },
  sourceNamespace: {
    words: ["source", "namespace"],
    label: "Namespace of the caller",
    operators: one,
    protocols: routeProtocols,
    example: "vamp-demo",
  },
  gateway: {
    words: ["gateway"],
    label: "Gateway",
    operators: one,
    protocols: routeProtocols,
    list: true,
    example: "mesh",
  },
  name: { words: ["name"], label: "Name of the match", operators: one, protocols: http, example: "canary" },
  statPrefix: {
    words: ["statistics", "prefix"],
    label: "Prefix of statistics",
    operators: one,
    protocols: http,
    example: "shop",
  },
} as const satisfies Record<string, Subject>;

export type SubjectId = keyof typeof subjects;
export const subjectIds = Object.keys(subjects) as SubjectId[];

/** The subject as its widest type, for code that treats all alike. */
export function subjectOf(id: SubjectId): Subject {
  return subjects[id];
}
