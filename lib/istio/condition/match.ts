/** Istio `StringMatch`; empty means that the header or parameter is present. */
export interface StringMatch {
  exact?: string;
  prefix?: string;
  regex?: string;
}

/**
 * One entry of a route's `match`: all its fields must hold. The fields of `HTTPMatchRequest`,
 * `L4MatchAttributes` and `TLSMatchAttributes` together. Source: Istio, Virtual Service reference.
 */
export interface MatchEntry {
  name?: string;
  uri?: StringMatch;
  ignoreUriCase?: boolean;
  scheme?: StringMatch;
  method?: StringMatch;
  authority?: StringMatch;
  headers?: Record<string, StringMatch>;
  withoutHeaders?: Record<string, StringMatch>;
  queryParams?: Record<string, StringMatch>;
  port?: number;
  sniHosts?: string[];
  destinationSubnets?: string[];
  sourceLabels?: Record<string, string>;
  sourceNamespace?: string;
  gateways?: string[];
  statPrefix?: string;
}
