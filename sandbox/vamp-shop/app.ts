/** A request as the proxy passes it to an app's container. */
export interface AppRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
}

export interface AppResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The pod that answers. */
export interface AppPod {
  name: string;
  namespace: string;
  labels: Record<string, string>;
  image: string;
}

/** The versions of the Vamp Shop. */
export type ShopVersion = "1.0" | "2.0";
