import type { ManagedZone } from "./managed-zone";
import type { ManagedZones } from "./managed-zones";

/** An authenticated request, as a method of the API gets it. */
export interface ApiRequest {
  zones: ManagedZones;
  projectId: string;
  /** ms since 1970. */
  now: number;
  query: URLSearchParams;
  /** The JSON body; undefined when there is none. */
  body: unknown;
  /** Path segments that the route names, decoded. */
  path: Record<string, string>;
  /** The managed zone of the path. @throws GoogleError 404 */
  zone(): ManagedZone;
}

/** A method: answers the JSON body, or throws a GoogleError. */
export type ApiMethod = (request: ApiRequest) => object;
