import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  duration: "Enter a duration such as 3s, 500ms or 1m30s.",
  shortestDuration: "The shortest duration is 1ms. For none, leave this empty.",
  wholeMilliseconds: "Istio rounds to whole milliseconds, so enter whole milliseconds.",
  metadataHelp: "Stored as annotations lamia.dev/<key>",
  portRange: "A port is a whole number from 1 to 65535.",
  portName: "A port name has at most 15 characters of a–z, 0–9 and “-”, with at least one letter.",
  protocolRequired: "Choose a protocol.",
  protocolUnknown: "Choose one of these protocols: {protocols}.",
  destinationRequired: "Enter a destination.",
  hostRequired: "Enter a host.",
  wildcardFirst: "“*” is allowed only at the start, as in *.example.com.",
});
