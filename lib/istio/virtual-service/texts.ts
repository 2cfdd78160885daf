import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  hostsHelp:
    "The names that requests are sent to. Without any, other virtual services can delegate to this one.",
  gatewaysHelp: "The gateways that requests come through: name, namespace/name, or mesh (the default)",
  routeRequired: "Add at least one route.",
  notANamespace: "“{namespace}” is not a valid namespace.",
  wildcardOnMesh: "“*” would capture all traffic in the mesh. List the hosts instead.",
  hostLost: "No host of this VirtualService covers {host}. Add it to the hosts.",
  listedTwice: "“{name}” is listed twice. Remove one.",
  delegateGateways: "A VirtualService without hosts is reached by delegation, so it can’t have gateways.",
  hostNeeded: "{protocol} routes need a host. Add one.",
  delegateTwice: "A VirtualService that others delegate to can’t delegate itself.",
  sameNames: "“{host}” and “{other}” match the same names. Remove one.",
  weightNumber: "A weight is a whole number from 0.",
  destinationHelp: "A service: its name, or the full name of one in another namespace",
  attemptsNumber: "The number of attempts is a whole number from 0.",
  protocolUnknown: "The protocol of a route is http, grpc, tls or tcp.",
  protocolHelp: "gRPC is routed as HTTP. TLS that ends at the gateway is HTTP here.",
  conditionHelp: "For example {example}. Leave it out for all requests.",
  redirectHelp: "Istio HTTPRedirect, instead of destinations",
  destinationsHelp: "Destinations, with the weight of each",
  emptyRetry: "There is an empty retry condition between two commas.",
  unknownRetry:
    "“{wrong}” is not a retry condition. Use 5xx, gateway-error, connect-failure, reset, a status such as 503 …",
  atCharacter: "At character {position}: {message}",
  sniRequired: "A TLS route needs the server names that it is for, such as {example}.",
  httpOnly: "Only HTTP routes can have this, and this route is {protocol}.",
  noAttempts:
    "With 0 attempts there are no retries. Leave the other settings empty, or increase the attempts.",
  destinationRequired: "Add at least one destination.",
  oneTarget: "A route can have only one of these: destinations, a redirect, a response or a delegate.",
  redirectRewrite: "A redirect can’t have a rewrite.",
  allWeightsZero: "All weights are 0, so no destination gets requests.",
});
