/**
 * The parts of `spec` in Istio's networking API that a gateway proxy acts on. Everything is optional: users write
 * these objects, and missing fields get Istio's defaults.
 */
export interface GatewaySpec {
  selector?: Record<string, string>;
  servers?: GatewayServer[];
}

export interface GatewayServer {
  name?: string;
  port?: { number?: number; name?: string; protocol?: string };
  hosts?: string[];
  tls?: {
    mode?: string;
    httpsRedirect?: boolean;
    credentialName?: string;
    minProtocolVersion?: string;
    maxProtocolVersion?: string;
  };
}

export interface StringMatch {
  exact?: string;
  prefix?: string;
  regex?: string;
}

export interface HttpMatch {
  uri?: StringMatch;
  scheme?: StringMatch;
  method?: StringMatch;
  authority?: StringMatch;
  headers?: Record<string, StringMatch>;
  withoutHeaders?: Record<string, StringMatch>;
  queryParams?: Record<string, StringMatch>;
  port?: number;
  gateways?: string[];
  ignoreUriCase?: boolean;
}

export interface HeaderOperations {
  set?: Record<string, string>;
  add?: Record<string, string>;
  remove?: string[];
}

export interface Headers {
  request?: HeaderOperations;
  response?: HeaderOperations;
}

export interface RouteDestination {
  destination?: { host?: string; subset?: string; port?: { number?: number } };
  weight?: number;
  headers?: Headers;
}

export interface HttpRewrite {
  uri?: string;
  authority?: string;
  uriRegexRewrite?: { match?: string; rewrite?: string };
}

export interface HttpRedirect extends HttpRewrite {
  port?: number;
  scheme?: string;
  redirectCode?: number;
}

interface Percentage {
  value?: number;
}

export interface HttpRoute {
  name?: string;
  match?: HttpMatch[];
  route?: RouteDestination[];
  redirect?: HttpRedirect;
  directResponse?: { status?: number; body?: { string?: string; bytes?: string } };
  rewrite?: HttpRewrite;
  timeout?: string;
  retries?: { attempts?: number; perTryTimeout?: string; retryOn?: string };
  fault?: {
    delay?: { fixedDelay?: string; percentage?: Percentage };
    abort?: { httpStatus?: number; percentage?: Percentage };
  };
  headers?: Headers;
}

export interface VirtualServiceSpec {
  hosts?: string[];
  gateways?: string[];
  http?: HttpRoute[];
}

export interface DestinationRuleSpec {
  host?: string;
  subsets?: { name?: string; labels?: Record<string, string> }[];
}
