/**
 * Browsers reuse an HTTP/2 connection for every host that its certificate covers (RFC 9113, section 9.1.1). In Istio, each server
 * of a Gateway has a filter chain of its own, picked by the name of the TLS handshake, and routes of its own. A request for
 * another server's host that comes over such a connection finds no route, and Istio answers 404. 421 says instead that the
 * request came over the wrong connection, and browsers then open a new one (RFC 9110, section 15.5.20).
 *
 * Only an answer of Envoy's own because no route matches (`NR`) is changed, and only if the request is for another name than
 * the connection. So a path without a route stays 404, every request that has a route goes there, and clients that choose
 * another name for the handshake on purpose, such as CDNs, see no difference. A second virtual host for `*` in each route
 * configuration would be the other way, but Envoy rejects a route configuration that has one already.
 */

export interface EnvoyFilterSpec {
  workloadSelector?: { labels: Record<string, string> };
  configPatches: object[];
}

const types = "type.googleapis.com/envoy.extensions";
const connectionManager = "envoy.filters.network.http_connection_manager";

/**
 * The name of the handshake isn't the request's, with or without a port. Without a name, the expression is an error, which
 * counts as false. Envoy doesn't join strings here unless that is switched on.
 */
const isForOtherName =
  "connection.requested_server_name != '' && !request.host.startsWith(connection.requested_server_name)";

/** The `spec` of the EnvoyFilter for the pods that these labels select, or without labels for every ingress in its namespace. */
export function misdirectedRequests(selector: Record<string, string>): EnvoyFilterSpec {
  const mapper = {
    filter: {
      and_filter: {
        filters: [
          { response_flag_filter: { flags: ["NR"] } },
          {
            extension_filter: {
              name: "envoy.access_loggers.extension_filters.cel",
              typed_config: {
                "@type": `${types}.access_loggers.filters.cel.v3.ExpressionFilter`,
                expression: isForOtherName,
              },
            },
          },
        ],
      },
    },
    status_code: 421,
  };
  return {
    ...(Object.keys(selector).length > 0 ? { workloadSelector: { labels: { ...selector } } } : {}),
    configPatches: [
      {
        applyTo: "NETWORK_FILTER",
        match: { context: "GATEWAY", listener: { filterChain: { filter: { name: connectionManager } } } },
        patch: {
          operation: "MERGE",
          value: {
            typed_config: {
              "@type": `${types}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
              local_reply_config: { mappers: [mapper] },
            },
          },
        },
      },
    ],
  };
}
