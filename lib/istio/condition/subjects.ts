import { texts } from "./texts";
export const operators = ["exact", "prefix", "regex", "present"] as const;
export type Operator = (typeof operators)[number];

export const routeProtocols = ["http", "tcp", "tls"] as const;
export type RouteProtocol = (typeof routeProtocols)[number];

/** What a condition can match: the words of the language, and the choices in the builder. */
export interface Subject {
  /** Keywords in the text, such as `source label`. */
  words: readonly [string] | readonly [string, string];
  label: string;
  /** Whether a name in quotes follows, and its label. */
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
  uri: { words: ["uri"], label: texts.path, operators: text, protocols: http, example: "/service1" },
  header: {
    words: ["header"],
    label: texts.header,
    named: texts.headerName,
    operators: every,
    protocols: http,
    negatable: true,
    example: "user-agent",
  },
  cookie: {
    words: ["cookie"],
    label: texts.cookie,
    named: texts.cookieName,
    operators: every,
    protocols: http,
    negatable: true,
    example: "user",
  },
  query: {
    words: ["query"],
    label: texts.query,
    named: texts.queryName,
    operators: every,
    protocols: http,
    example: "version",
  },
  method: { words: ["method"], label: texts.method, operators: text, protocols: http, example: "GET" },
  authority: {
    words: ["authority"],
    label: texts.authority,
    operators: text,
    protocols: http,
    example: "shop.example.com",
  },
  scheme: { words: ["scheme"], label: texts.scheme, operators: text, protocols: http, example: "https" },
  port: {
    words: ["port"],
    label: texts.port,
    operators: one,
    protocols: routeProtocols,
    numeric: true,
    example: "8080",
  },
  sni: {
    words: ["sni"],
    label: texts.sni,
    operators: one,
    protocols: ["tls"],
    list: true,
    example: "a.com",
  },
  destinationSubnet: {
    words: ["destination", "subnet"],
    label: texts.subnet,
    operators: one,
    protocols: ["tcp", "tls"],
    list: true,
    example: "10.0.0.0/8",
  },
  sourceLabel: {
    words: ["source", "label"],
    label: texts.sourceLabel,
    named: texts.labelKey,
    operators: one,
    protocols: routeProtocols,
    example: "app",
  },
  sourceNamespace: {
    words: ["source", "namespace"],
    label: texts.sourceNamespace,
    operators: one,
    protocols: routeProtocols,
    example: "vamp-demo",
  },
  gateway: {
    words: ["gateway"],
    label: texts.gateway,
    operators: one,
    protocols: routeProtocols,
    list: true,
    example: "mesh",
  },
  name: { words: ["name"], label: texts.matchName, operators: one, protocols: http, example: "canary" },
  statPrefix: {
    words: ["statistics", "prefix"],
    label: texts.statisticsPrefix,
    operators: one,
    protocols: http,
    example: "shop",
  },
} as const satisfies Record<string, Subject>;

export type SubjectId = keyof typeof subjects;
export const subjectIds = Object.keys(subjects) as SubjectId[];

/** The subject as its widest type, for code that treats all of them alike. */
export function subjectOf(id: SubjectId): Subject {
  return subjects[id];
}
